"""A shopper's picture is decoded and written anew, so that nothing of the file that she sent survives but its pixels.

Pillow is imported at the first picture. Synchronous and memory-hungry: one at a time, on a thread.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image as PillowImage

PICTURE_BYTES = 5 * 1024 * 1024
LONGEST_EDGE_PX = 2_560
_PIXELS = 25_000_000
_JPEG_PIXELS = 120_000_000  # a JPEG is decoded at a fraction of its size
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    body: bytes
    media_type: str
    width: int
    height: int


class NotAPicture(ValueError):
    """It is none of the kinds that are taken."""


class BrokenPicture(ValueError):
    """It looks like a picture, and cannot be decoded within the limits."""


def redraw(body: bytes) -> Picture:
    """The same picture, upright, at most 2,560 pixels long, without metadata. Raises NotAPicture or BrokenPicture."""
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(body), formats=list(_FORMATS))
    except UnidentifiedImageError as error:
        raise NotAPicture("neither JPEG nor PNG nor WebP") from error
    except Exception as error:
        raise BrokenPicture(type(error).__name__) from error
    kind = image.format or ""
    if image.width * image.height > (_JPEG_PIXELS if kind == "JPEG" else _PIXELS):
        raise BrokenPicture("too many pixels")
    try:
        # Decoders meet hostile files here: whatever they raise, the file is at fault.
        clean = _clean(image, kind)
        return Picture(body=_encoded(clean, kind), media_type=_FORMATS[kind], width=clean.width, height=clean.height)
    except Exception as error:
        raise BrokenPicture(type(error).__name__) from error


def _clean(image: PillowImage.Image, kind: str) -> PillowImage.Image:
    from PIL import ImageOps

    if kind == "JPEG":
        image.draft("RGB", (LONGEST_EDGE_PX, LONGEST_EDGE_PX))
    image.load()
    image = ImageOps.exif_transpose(image)
    transparent = kind != "JPEG" and ("A" in image.getbands() or "transparency" in image.info)
    image = image.convert("RGBA" if transparent else "RGB")
    image.thumbnail((LONGEST_EDGE_PX, LONGEST_EDGE_PX))
    image.info = {}
    return image


def _encoded(image: PillowImage.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "PNG":
        image.save(out, "PNG")
    else:
        image.save(out, kind, quality=85)
    return out.getvalue()

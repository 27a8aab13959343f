"""What the worker itself says: only that something failed. Everything else is in domain.yml."""

FAILURE = "抱歉，这一步我这边没查成功，不是您的问题。您可以稍后再发一次，或者点下面转人工，我把前面的内容一起转过去。"

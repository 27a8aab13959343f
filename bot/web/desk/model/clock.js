/** The server's time as this page knows it, and durations in words. An agent's computer may go minutes wrong. Pure but for one offset. */

let offsetMs = 0;

/** @param {string|null} header the Date header of an answer */
export function learnServerTime(header) {
  const at = header ? Date.parse(header) : NaN;
  if (!Number.isNaN(at)) offsetMs = Math.abs(at - Date.now()) < 2_000 ? 0 : at - Date.now();
}

/** @returns {number} milliseconds since the epoch, by the server's clock */
export const serverNow = () => Date.now() + offsetMs;

/** @param {number} seconds @returns {string} '00:42', '12:07', '3:05:12', '2天' */
export function durationWords(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (part) => String(part).padStart(2, '0');
  if (whole >= 172_800) return `${Math.floor(whole / 86_400)}天`;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${pad(minutes)}:${pad(whole % 60)}`;
}

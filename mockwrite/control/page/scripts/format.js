// How values read: times, sizes, counts. Pure functions.

const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false, timeZone: "UTC" };
const DAY = { day: "numeric", month: "short", timeZone: "UTC" };
const FULL_DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
const time = new Intl.DateTimeFormat("en-GB", CLOCK);
const day = new Intl.DateTimeFormat("en-GB", DAY);
const dayAndYear = new Intl.DateTimeFormat("en-GB", { ...DAY, year: "numeric" });
const wholeDay = new Intl.DateTimeFormat("en-GB", FULL_DAY);
const grouped = new Intl.NumberFormat("en-US");

/** A query as people read it; one that is no UTF-8 (`%ff`) as it was sent. */
export function decoded(query) {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}

export const count = (number) => grouped.format(number);
export const fullDay = (ms) => wholeDay.format(ms);
export const clockTime = (ms) => time.format(ms);
export const fullTime = (ms) => `${wholeDay.format(ms)}, ${time.format(ms)} UTC`;

/** The time of day when it is the project's today, the day otherwise, with the year when that is another one. */
export function shortTime(ms, now) {
  if (Math.floor(ms / 86400000) === Math.floor(now / 86400000)) return time.format(ms);
  const sameYear = new Date(ms).getUTCFullYear() === new Date(now).getUTCFullYear();
  return (sameYear ? day : dayAndYear).format(ms);
}

/** "in 3 h 20 min", "2 days ago", "now": how far a time is from now, both in milliseconds. */
export function distance(ms, now) {
  const seconds = Math.round((ms - now) / 1000);
  const words = span(Math.abs(seconds));
  if (seconds === 0) return "now";
  return seconds > 0 ? `in ${words}` : `${words} ago`;
}

/** A length of time in at most two units. */
export function span(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days) return `${days} day${days === 1 ? "" : "s"}${hours ? ` ${hours} h` : ""}`;
  if (hours) return `${hours} h${minutes ? ` ${minutes} min` : ""}`;
  if (minutes) return `${minutes} min${seconds % 60 && minutes < 10 ? ` ${seconds % 60} s` : ""}`;
  return `${seconds} s`;
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1048576) return `${(bytes / 1024).toFixed(bytes < 10240 ? 1 : 0)} kB`;
  return `${(bytes / 1048576).toFixed(1)} MB`;
}

/** One or many of a noun, with its number. */
export const plural = (number, noun, nouns = `${noun}s`) => `${count(number)} ${number === 1 ? noun : nouns}`;

export const channelName = { email: "E-mail", sms: "SMS", push: "Push" };

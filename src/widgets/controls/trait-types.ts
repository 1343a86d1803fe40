import { z } from "zod";
import { binary } from "../binary.js";
import { widgetTrait } from "../dom-widget.js";
import { Widget } from "../widget.js";
import { wiredField } from "../wire-forms.js";

const dayParts = { year: z.int(), month: z.int(), date: z.int() };
const timeParts = { hours: z.int(), minutes: z.int(), seconds: z.int(), milliseconds: z.number() };
const wireDay = z.object(dayParts);
const wireTime = z.object(timeParts);
const wireInstant = z.object({ ...dayParts, ...timeParts });

/** A day, as the Date of its midnight in UTC. */
export const date = () =>
  dateField("a Date or null", wireDay, {
    decode: ({ year, month, date }) => new Date(Date.UTC(year, month, date)),
    encode: (value) => ({ year: value.getUTCFullYear(), month: value.getUTCMonth(), date: value.getUTCDate() }),
  });

/** A moment, as a Date. */
export const datetime = () =>
  dateField("a Date or null", wireInstant, {
    decode: ({ year, month, date, hours, minutes, seconds, milliseconds }) =>
      new Date(Date.UTC(year, month, date, hours, minutes, seconds, milliseconds)),
    encode: (value) => ({
      year: value.getUTCFullYear(),
      month: value.getUTCMonth(),
      date: value.getUTCDate(),
      hours: value.getUTCHours(),
      minutes: value.getUTCMinutes(),
      seconds: value.getUTCSeconds(),
      milliseconds: value.getUTCMilliseconds(),
    }),
  });

/** What a wall clock shows somewhere, as the Date at which the kernel's shows it. */
export const naiveDatetime = () =>
  dateField("a Date or null", wireInstant, {
    decode: ({ year, month, date, hours, minutes, seconds, milliseconds }) =>
      new Date(year, month, date, hours, minutes, seconds, milliseconds),
    encode: (value) => ({
      year: value.getFullYear(),
      month: value.getMonth(),
      date: value.getDate(),
      hours: value.getHours(),
      minutes: value.getMinutes(),
      seconds: value.getSeconds(),
      milliseconds: value.getMilliseconds(),
    }),
  });

/** A time of day as text: `"14:30"`, `"14:30:05"` or `"14:30:05.250"`. */
export const time = () =>
  wiredField<string | null, z.infer<typeof wireTime> | null>(
    'a time of day such as "14:30" or "14:30:05.250", or null',
    (given) => {
      if (given === null) return null;
      const sent = wireTime.safeParse(given);
      if (sent.success) return timeText(sent.data);
      return typeof given === "string" && timeOfDay.test(given) ? given : undefined;
    },
    (value) => (value === null ? null : partsOf(value)),
  );

/** A file that was uploaded in the page. */
export const uploadedFile = z.object({
  name: z.string(),
  type: z.string(),
  size: z.int(),
  content: binary<Uint8Array>(Uint8Array),
  /** When it was last changed, in ms since 1970. */
  last_modified: z.number(),
});

/** A trait of a widget, as links name it. */
export const linkEnd = z.tuple([widgetTrait<Widget>(Widget), z.string()]);

const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?$/;

function partsOf(text: string): z.infer<typeof wireTime> {
  const [, hours, minutes, seconds = "0", fraction = "0"] = timeOfDay.exec(text) ?? [];
  return {
    hours: Number(hours),
    minutes: Number(minutes),
    seconds: Number(seconds),
    milliseconds: Number(fraction.padEnd(3, "0")),
  };
}

function timeText({ hours, minutes, seconds, milliseconds }: z.infer<typeof wireTime>): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const ms = Math.trunc(milliseconds);
  const fraction = ms > 0 ? `.${String(ms).padStart(3, "0")}` : "";
  const tail = seconds > 0 || ms > 0 ? `:${two(seconds)}${fraction}` : "";
  return `${two(hours)}:${two(minutes)}${tail}`;
}

function dateField<Parts>(
  allowed: string,
  wire: z.ZodType<Parts>,
  { decode, encode }: { decode: (parts: Parts) => Date; encode: (value: Date) => Parts },
) {
  return wiredField<Date | null, Parts | null>(
    allowed,
    (given) => {
      if (given === null) return null;
      if (given instanceof Date) return Number.isNaN(given.getTime()) ? undefined : given;
      const sent = wire.safeParse(given);
      return sent.success ? decode(sent.data) : undefined;
    },
    (value) => (value === null ? null : encode(value)),
  );
}

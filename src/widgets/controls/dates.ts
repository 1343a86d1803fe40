import { between } from "./bounds.js";
import { defineControl } from "./define-control.js";
import { datePickerTraits, datetimePickerTraits, naiveDatetimePickerTraits, timePickerTraits } from "./generated.js";

/** A day; its `value` is the Date of its midnight in UTC. */
export class DatePicker extends defineControl(datePickerTraits, { conflict: between }) {}

/** A moment, shown in the time zone of whoever looks at it. */
export class DatetimePicker extends defineControl(datetimePickerTraits, { conflict: between }) {}

/** A day and a time without a time zone; its `value` is the Date at which the kernel's clock shows them. */
export class NaiveDatetimePicker extends defineControl(naiveDatetimePickerTraits, { conflict: between }) {}

/** A time of day; its `value` is text such as "14:30" or "14:30:05.250". */
export class TimePicker extends defineControl(timePickerTraits, { conflict: between }) {}

/** antd's date picker, loaded with its theme and language only when a date is typed in on a desktop. */
import "dayjs/locale/zh-cn";

import DatePicker from "antd/es/date-picker";
import en from "antd/es/locale/en_US";
import zh from "antd/es/locale/zh_CN";
import ConfigProvider from "antd/es/config-provider";
import dayjs from "dayjs";

import { currentLocale } from "../../../platform/i18n";
import { useDark } from "../../../ui/appearance";
import { antdTheme } from "../../../ui/theme";
import type { InputProps } from "../field_view";

interface CalendarProps extends Omit<InputProps, "value" | "onChange"> {
  /** "2026-11-22" or "2026-11-22T09:30". */
  value: string;
  granularity: string;
  onChange: (value: string | null) => void;
}

const PICKERS: Record<string, "year" | "quarter" | "month" | "week" | "date"> = { year: "year", quarter: "quarter", month: "month", week: "week", day: "date" };

export default function Calendar({ id, value, granularity, onChange, disabled, invalid, describedBy, required }: CalendarProps) {
  const dark = useDark();
  const locale = currentLocale() === "en" ? en : zh;
  dayjs.locale(currentLocale() === "en" ? "en" : "zh-cn");
  const timed = granularity === "minute";
  return (
    <ConfigProvider theme={antdTheme(dark, false)} locale={locale}>
      <DatePicker
        id={id}
        style={{ width: "100%" }}
        picker={PICKERS[granularity] ?? "date"}
        showTime={timed ? { format: "HH:mm" } : false}
        needConfirm={false}
        format={timed ? "YYYY-MM-DD HH:mm" : granularity === "day" ? { format: "YYYY-MM-DD" } : undefined}
        value={value ? dayjs(value) : null}
        disabled={disabled}
        status={invalid ? "error" : undefined}
        aria-describedby={describedBy}
        aria-required={required}
        onChange={(next) => onChange(next ? next.format(timed ? "YYYY-MM-DDTHH:mm" : "YYYY-MM-DD") : null)}
      />
    </ConfigProvider>
  );
}

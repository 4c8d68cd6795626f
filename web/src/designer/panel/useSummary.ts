/** One line that says what a part in a list is. */
import type { Json } from "../../platform/api/types";
import { useAppView, useDocument, useSay, useSchema } from "../context";
import { formNamed } from "../document/appview";
import { nameOf, shown } from "../document/names";
import { isObject, type JsonObject, listAt } from "../document/pointer";
import { useWords } from "../words";
import { useConditionWords } from "./ConditionControl";

/** 24h as it is said: 24 小时. */
export const timeWords = (written: string, say: (key: string) => string): string => written.replace(/^(\d+)([smhdw])$/, (_, amount: string, unit: string) => `${amount} ${say(`unit.${unit}`)}`);

/** What a part of several forms is, by the one setting it has. */
const ONE_OF = ["create", "submit", "update", "delete", "press", "decide", "wait", "task", "record", "problem", "notified", "count", "report", "dashboard", "view", "button", "frame", "page", "url"];

const BY = ["action", "by", "type"];

export function useSummary(form: string | undefined): (part: Json | undefined, set?: string) => string {
  const words = useWords();
  const say = useSay();
  const app = useAppView();
  const document = useDocument();
  const schema = useSchema();
  const inWords = useConditionWords(form);
  const own = formNamed(app, form);
  const fieldName = (path: string): string => {
    const [first = "", ...rest] = path.split(".");
    const field = own?.fields.find((one) => one.key === first);
    const name = field?.name ?? say(`system.${first}`, { defaultValue: first });
    return rest.length ? `${name} / ${app.forms.find((one) => one.key === field?.form)?.fields.find((one) => one.key === rest[0])?.name ?? rest.join(".")}` : name;
  };
  const formName = (key: string): string => app.forms.find((one) => one.key === key)?.name ?? key;
  const roleName = (key: string): string => (key === "everyone" ? say("access.everyone") : nameOf(listAt(document, "/roles").find((one) => one.key === key)) || key);
  const nodeName = (key: Json | undefined): string => (typeof key === "string" ? nameOf(listAt(document, "/flows").flatMap((flow) => listAt(flow, "/nodes")).find((node) => node.key === key)) || key : "");
  const details = (part: JsonObject): string[] => {
    const found: string[] = [];
    if (typeof part.role === "string") found.push(roleName(part.role));
    if (typeof part.field === "string") found.push(fieldName(part.field));
    if (typeof part.form === "string" && !("key" in part)) found.push(formName(part.form));
    if (typeof part.fn === "string") found.unshift(words.value("fn", part.fn));
    if (part.level !== undefined && typeof part.level === "number") found.push(say("person.level", { n: part.level }));
    if (isObject(part.set)) found.push(Object.keys(part.set).map(fieldName).slice(0, 3).join(say("condition.comma")));
    if (isObject(part.text) || typeof part.text === "string") found.push(shown(part.text));
    if (isObject(part.message) || typeof part.message === "string") found.push(shown(part.message));
    if (typeof part.after === "string" && typeof part.do === "string") found.push(words.value("do", part.do), timeWords(part.after, say as never));
    if (Array.isArray(part.match)) found.push(part.match.map((one) => fieldName(isObject(one) ? String(one.field) : String(one))).join(" + "));
    if (Array.isArray(part.fields) && part.fields.every((one) => typeof one === "string") && !("key" in part)) found.push(part.fields.map((one) => fieldName(String(one))).join(say("condition.comma")));
    return found;
  };
  return (part, set) => {
    if (!isObject(part)) return String(part ?? "");
    const by = set ? schema.discriminator(set) : BY.find((one) => typeof part[one] === "string" && one !== "type");
    const kind = set && by ? words.kind(set, String(part[by] ?? "")) : "";
    const name = shown(part.name) || shown(part.section) || shown(part.group);
    const said = [kind, name, ...details(part)].filter(Boolean);
    if (said.length) return said.join(" · ");
    const one = ONE_OF.find((name) => part[name] !== undefined && part[name] !== null);
    if (one) {
      const inner = part[one];
      const called = typeof inner === "string" ? nameOf(listAt(document, `/${one}s`).find((each) => each.key === inner)) || (one === "wait" ? timeWords(inner, say as never) : inner) : isObject(inner) ? details(inner).join(" · ") || nodeName(inner.node) : "";
      return [words.setting("", one), called].filter(Boolean).join(" · ");
    }
    const when = inWords(part.when);
    return when || nameOf(part) || String(part.value ?? "");
  };
}

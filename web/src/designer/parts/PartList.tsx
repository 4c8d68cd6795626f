/** The list at the left of every page of parts: choose, add, copy, move, delete. */
import { ArrowDown, ArrowUp, Copy, Ellipsis, Plus, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";

import { Button, Empty, Menu } from "../../ui";
import { useAt, useSay, useStore } from "../context";
import { freeKey, keysOf } from "../document/keys";
import { nameOf, shown } from "../document/names";
import { isObject, type JsonObject, join, listAt } from "../document/pointer";
import { useTrouble } from "../panel/PinnedProblems";
import { useMayGo } from "../panel/Used";
import css from "./parts.module.css";

export interface PartListProps {
  /** The list in the document. */
  list: string;
  chosen: number;
  onChoose: (index: number) => void;
  /** Makes a new part. */
  make: () => JsonObject;
  title: string;
  addLabel: string;
  line: (part: JsonObject) => string;
  badge?: (part: JsonObject) => ReactNode;
  /** Where a new part brings something else along: puts it in itself. */
  add?: () => void;
  /** What a part is called that has no name of its own. */
  called?: (part: JsonObject) => string;
  head?: ReactNode;
}

export function PartList({ list, chosen, onChoose, make, title, addLabel, line, badge, called, head, add: insert }: PartListProps) {
  const store = useStore();
  const value = useAt(list);
  const items = Array.isArray(value) ? value.filter(isObject) : [];
  const add = () => {
    if (insert) insert();
    else store.insert(list, make());
    onChoose(items.length);
  };
  return (
    <aside className={css.list} aria-label={title}>
      {head}
      <Button icon={Plus} className={css.add} onClick={add} data-action="add-part">{addLabel}</Button>
      <ul>
        {items.map((part, index) => <Item key={index} list={list} index={index} count={items.length} part={part} chosen={index === chosen} onChoose={onChoose} text={line(part)} called={called?.(part)} badge={badge?.(part)} />)}
      </ul>
    </aside>
  );
}

interface ItemProps {
  list: string;
  index: number;
  count: number;
  part: JsonObject;
  chosen: boolean;
  onChoose: (index: number) => void;
  text: string;
  called: string | undefined;
  badge: ReactNode;
}

function Item({ list, index, count, part, chosen, onChoose, text, called, badge }: ItemProps) {
  const say = useSay();
  const store = useStore();
  const { errors } = useTrouble(join(list, index));
  const name = shown(part.name) || called || nameOf(part) || text || say("unnamed");
  const copy = () => {
    const { was: _, ...rest } = part;
    store.insert(list, typeof part.key === "string" ? { ...rest, key: freeKey(part.key, keysOf(listAt(store.document, list))), name: say("copy_of", { name: nameOf(part) }) } : rest, index + 1);
    onChoose(index + 1);
  };
  const move = (to: number) => {
    store.move(list, index, to);
    onChoose(to);
  };
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) line.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const mayGo = useMayGo();
  const drop = async () => {
    if (!(await mayGo(join(list, index), nameOf(part)))) return;
    store.remove(join(list, index));
    onChoose(Math.max(0, index - 1));
  };
  return (
    <li ref={line} data-part={String(part.key ?? index)} data-chosen={chosen}>
      <button type="button" className={css.part} title={name} aria-current={chosen ? "true" : undefined} onClick={() => onChoose(index)}>
        <strong>{name}</strong>
        {text && text !== name && <small>{text}</small>}
      </button>
      {badge}
      {errors > 0 && <span className={css.errors}>{errors}</span>}
      <Menu
        small icon={Ellipsis} label={say("more_of", { name })}
        items={[
          { key: "up", label: say("move_up"), icon: ArrowUp, disabled: index === 0, onPress: () => move(index - 1) },
          { key: "down", label: say("move_down"), icon: ArrowDown, disabled: index === count - 1, onPress: () => move(index + 1) },
          { key: "copy", label: say("copy"), icon: Copy, onPress: copy },
          { key: "delete", label: say("delete"), icon: Trash2, danger: true, apart: true, onPress: () => void drop() },
        ]}
      />
    </li>
  );
}

export function NothingYet({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return <div className={css.nothing}><Empty title={title} actions={actions}>{children}</Empty></div>;
}

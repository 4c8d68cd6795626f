/** Choose one or several from a list, given or searched for; a list at the field on a desktop, a sheet on a phone. */
import { Check, ChevronDown, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";

import { cx } from "./classes";
import controls from "./controls.module.css";
import { TextInput } from "./inputs";
import { Popover } from "./Popover";
import css from "./select.module.css";
import { useWord } from "./words";

export interface Option {
  value: string;
  label: string;
  /** What is drawn instead of the label, where it is more than words. */
  face?: ReactNode;
  hint?: string;
  group?: string;
  disabled?: boolean;
}

interface Common {
  /** Either all options, or a search that finds some. */
  options?: Option[];
  find?: (words: string) => Promise<Option[]>;
  /** Takes what was typed as a new value (tags). */
  create?: (words: string) => Option;
  placeholder?: string;
  disabled?: boolean;
  clearable?: boolean;
  id?: string;
  label: string;
  /** What is said where nothing is there to choose. */
  nothing?: string | undefined;
  foot?: (close: () => void) => ReactNode;
  width?: number | "anchor";
  "aria-invalid"?: boolean;
  "aria-describedby"?: string;
  "aria-required"?: boolean;
}

interface OneProps extends Common {
  value: Option | string | null;
  onChange: (value: string | null, option: Option | null) => void;
}

interface ManyProps extends Common {
  many: true;
  value: Option[];
  onChange: (value: Option[]) => void;
}

export function Select({ value, onChange, ...rest }: OneProps) {
  const chosen = typeof value === "string" ? (rest.options?.find((option) => option.value === value) ?? { value, label: value }) : value;
  return <Combobox {...rest} chosen={chosen ? [chosen] : []} onPick={(option) => onChange(option.value, option)} onClear={() => onChange(null, null)} />;
}

export function MultiSelect({ value, onChange, ...rest }: ManyProps) {
  return (
    <Combobox
      {...rest}
      several
      chosen={value}
      onPick={(option) => onChange(value.some((one) => one.value === option.value) ? value.filter((one) => one.value !== option.value) : [...value, option])}
      onClear={() => onChange([])}
    />
  );
}

interface ComboboxProps extends Common {
  chosen: Option[];
  several?: boolean;
  onPick: (option: Option) => void;
  onClear: () => void;
}

function Combobox({ chosen, several, onPick, onClear, ...props }: ComboboxProps) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLDivElement>(null);
  const list = useId();
  const clear = useWord("clear");
  const choose = useWord("choose");
  const close = () => {
    setOpen(false);
    anchor.current?.focus({ preventScroll: true });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || props.disabled) return;
    if (["Enter", " ", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      setOpen(true);
    } else if (["Backspace", "Delete"].includes(event.key) && props.clearable !== false) onClear();
  };
  const first = chosen[0];
  return (
    <>
      <div
        ref={anchor}
        id={props.id}
        role="combobox"
        tabIndex={props.disabled ? -1 : 0}
        aria-expanded={open}
        aria-haspopup="listbox"
        aria-controls={list}
        aria-label={props.label}
        aria-disabled={props.disabled}
        aria-invalid={props["aria-invalid"]}
        aria-describedby={props["aria-describedby"]}
        aria-required={props["aria-required"]}
        className={cx(controls.input, css.trigger)}
        onClick={() => !props.disabled && setOpen(!open)}
        onKeyDown={onKey}
      >
        <span className={css.value}>
          {!first && <span className={css.placeholder}>{props.placeholder ?? choose}</span>}
          {several
            ? chosen.map((option) => (
                <span key={option.value} className={css.tag}>
                  {option.face ?? option.label}
                </span>
              ))
            : first && <span className={css.one}>{first.face ?? first.label}</span>}
        </span>
        {first && props.clearable !== false && !props.disabled && (
          <button
            type="button"
            tabIndex={-1}
            className={css.clear}
            aria-label={clear}
            onClick={(event) => {
              event.stopPropagation();
              onClear();
            }}
          >
            <X size={14} aria-hidden />
          </button>
        )}
        <ChevronDown size={16} className={css.arrow} aria-hidden />
      </div>
      <Popover open={open} onClose={close} anchor={anchor} title={props.label} width={props.width ?? "anchor"} high={Boolean(props.find) || (props.options?.length ?? 0) >= SEARCH_FROM}>
        <Choices {...props} listId={list} chosen={chosen} several={several} close={close} onPick={onPick} />
      </Popover>
    </>
  );
}

const PAUSE = 200;
const SEARCH_FROM = 8;

function useChoices({ options, find, create }: Common, words: string) {
  const [found, setFound] = useState<Option[] | null>(null);
  const [failed, setFailed] = useState(false);
  const finder = useRef(find);
  useEffect(() => {
    const look = finder.current;
    if (!look) return;
    let late = false;
    const timer = setTimeout(
      () => {
        setFailed(false);
        look(words).then(
          (answer) => !late && setFound(answer),
          () => !late && setFailed(true),
        );
      },
      words ? PAUSE : 0,
    );
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [words]);
  const shown = useMemo(() => {
    const wanted = words.trim().toLowerCase();
    const near = find ? (found ?? []) : (options ?? []).filter((option) => !wanted || `${option.label} ${option.value}`.toLowerCase().includes(wanted));
    const fresh = create && wanted && !near.some((option) => option.label.toLowerCase() === wanted) ? [create(words.trim())] : [];
    return [...near, ...fresh];
  }, [options, find, found, create, words]);
  return { shown, loading: Boolean(find) && found === null && !failed, failed };
}

function Choices({ listId, chosen, several, close, onPick, foot, ...props }: Omit<ComboboxProps, "onClear"> & { listId: string; close: () => void }) {
  const [words, setWords] = useState("");
  const [active, setActive] = useState(-1);
  const { shown, loading, failed } = useChoices(props, words);
  const search = useWord("search");
  const none = useWord("nothing_found");
  const wait = useWord("loading");
  const broken = useWord("could_not_load");
  const withSearch = Boolean(props.find ?? props.create) || (props.options?.length ?? 0) >= SEARCH_FROM;
  const at = active >= 0 ? active : Math.max(0, shown.findIndex((option) => chosen.some((one) => one.value === option.value)));
  const pick = (option: Option | undefined) => {
    if (!option || option.disabled) return;
    onPick(option);
    if (several) setWords("");
    else close();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setActive(Math.min(at + 1, shown.length - 1));
    else if (event.key === "ArrowUp") setActive(Math.max(at - 1, 0));
    else if (event.key === "Enter" && !event.nativeEvent.isComposing) pick(shown[at]);
    else if (event.key === "Tab") return close();
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    document.getElementById(`${listId}-${String(at)}`)?.scrollIntoView({ block: "nearest" });
  }, [at, listId]);
  const focusable = { "aria-activedescendant": shown.length ? `${listId}-${String(at)}` : undefined, "aria-controls": listId, onKeyDown: onKey };
  return (
    <>
      {withSearch && (
        <div className={css.search}>
          <TextInput
            value={words}
            onChange={(next) => {
              setWords(next);
              setActive(0);
            }}
            placeholder={search}
            aria-label={search}
            role="searchbox"
            data-autofocus
            {...focusable}
          />
        </div>
      )}
      <div
        id={listId}
        role="listbox"
        aria-label={props.label}
        aria-multiselectable={several}
        className={css.list}
        tabIndex={0}
        data-autofocus={withSearch ? undefined : true}
        {...(withSearch ? {} : focusable)}
      >
        {shown.map((option, index) => {
          const selected = chosen.some((one) => one.value === option.value);
          return (
            <div key={option.value} role="presentation">
              {option.group && option.group !== shown[index - 1]?.group && <div className={css.group}>{option.group}</div>}
              <div
                id={`${listId}-${String(index)}`}
                role="option"
                aria-selected={selected}
                aria-disabled={option.disabled}
                data-active={index === at}
                data-value={option.value}
                className={css.option}
                onPointerMove={() => setActive(index)}
                onClick={() => pick(option)}
              >
                <span className={css.label}>{option.face ?? option.label}</span>
                {option.hint && <span className={css.hint}>{option.hint}</span>}
                {selected && <Check size={16} aria-hidden />}
              </div>
            </div>
          );
        })}
        {!shown.length && (
          <div className={css.none} role="presentation">
            {failed ? broken : loading ? wait : (props.nothing ?? none)}
          </div>
        )}
      </div>
      {foot && <div className={css.more}>{foot(close)}</div>}
    </>
  );
}

/** The design system: everything a page draws with. It knows no business word. */
export { Button, buttonClass, IconButton } from "./Button";
export { Chip, Chips, tone } from "./Chip";
export { cx } from "./classes";
export { confirm } from "./confirm";
export { DateInput } from "./DateInput";
export { Checkbox, Radio, Segments, Switch, TextArea, TextInput } from "./inputs";
export { Layer } from "./Layer";
export { usePhone } from "./media";
export { Menu, type MenuItem, MenuList } from "./Menu";
export { Avatar, Person } from "./Person";
export { Popover } from "./Popover";
export { MultiSelect, type Option, Select } from "./Select";
export { Badge, Bar, Card, Empty, Key, Notice, Skeleton, SkeletonLines } from "./states";
export { Tabs } from "./Tabs";
export { toast } from "./toast";
export { WholeRows } from "./WholeRows";

import { Box, CircleStop, Clock, type LucideIcon, PencilLine, Send, Stamp, Split, User, Workflow, Zap } from "lucide-react";

const ICONS: Record<string, LucideIcon> = { start: User, approval: Stamp, fill: PencilLine, cc: Send, action: Zap, wait: Clock, subflow: Workflow, gate: Split, end: CircleStop };

export const iconOfNode = (type: string): LucideIcon => ICONS[type] ?? Box;

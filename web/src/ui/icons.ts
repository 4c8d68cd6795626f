/** The icons an app document may name; an unknown name draws a plain page. */
import {
  Activity, Archive, Award, Bell, Box, Boxes, Briefcase, Building, Building2, Calendar, CalendarCheck, ChartColumn, ChartLine, ChartPie, CircleDollarSign, ClipboardCheck, ClipboardList,
  Coins, Contact, CreditCard, Factory, FileCheck, FileSignature, FileText, Flag, Flame, Folder, Funnel, Gauge, Globe, Heart, KeyRound, Lightbulb, Link2, Lock, Book, Bug, Camera, Car, CircleCheck, Clock, Crown, Database, Rocket, Store, Trophy, Gift, Handshake, Headphones, House, Layers, LayoutGrid, Leaf, List, type LucideIcon, Mail, Map,
  MapPin, Megaphone, MessageSquare, Package, Phone, Plane, Receipt, Settings, ShieldCheck, ShoppingCart, Star, Tag, Target, Ticket, TrendingUp, Truck, User, UserPlus, Users, Wallet, Wrench,
} from "lucide-react";

const ICONS: Record<string, LucideIcon> = {
  activity: Activity, archive: Archive, award: Award, bell: Bell, box: Box, boxes: Boxes, briefcase: Briefcase, building: Building, building2: Building2, company: Building2, account: Building2,
  bank: Building, calendar: Calendar, "calendar-check": CalendarCheck, chart: ChartColumn, "bar-chart": ChartColumn, "line-chart": ChartLine, "pie-chart": ChartPie, money: CircleDollarSign,
  dollar: CircleDollarSign, "dollar-sign": CircleDollarSign, checklist: ClipboardCheck, "clipboard-check": ClipboardCheck, clipboard: ClipboardList, "clipboard-list": ClipboardList, coins: Coins,
  contact: Contact, contacts: Contact, idcard: Contact, card: CreditCard, "credit-card": CreditCard, factory: Factory, "file-check": FileCheck, contract: FileSignature,
  "file-signature": FileSignature, file: FileText, "file-text": FileText, document: FileText, flag: Flag, folder: Folder, gauge: Gauge, dashboard: Gauge, gift: Gift, handshake: Handshake, headphones: Headphones,
  service: Headphones, home: House, house: House, layers: Layers, grid: LayoutGrid, app: LayoutGrid, leaf: Leaf, leave: Leaf, list: List, mail: Mail, email: Mail, map: Map, "map-pin": MapPin, location: MapPin,
  megaphone: Megaphone, campaign: Megaphone, message: MessageSquare, "message-square": MessageSquare, chat: MessageSquare, package: Package, product: Package, phone: Phone, plane: Plane, receipt: Receipt, invoice: Receipt, quote: Receipt,
  settings: Settings, shield: ShieldCheck, cart: ShoppingCart, "shopping-cart": ShoppingCart, order: ShoppingCart, star: Star, shop: Store, store: Store, funnel: Funnel, "file-done": FileCheck, appstore: LayoutGrid, "shopping": ShoppingCart, solution: ClipboardList, profile: ClipboardList, audit: ClipboardCheck, "customer-service": Headphones, "fund": ChartLine, "pay-circle": CircleDollarSign, bulb: Lightbulb, fire: Flame, rocket: Rocket, trophy: Trophy, crown: Crown, clock: Clock, "clock-circle": Clock, "check-circle": CircleCheck, book: Book, database: Database, link: Link2, camera: Camera, car: Car, globe: Globe, heart: Heart, key: KeyRound, lock: Lock, bug: Bug, tag: Tag, target: Target, ticket: Ticket, trend: TrendingUp,
  "trending-up": TrendingUp, truck: Truck, user: User, "user-plus": UserPlus, users: Users, team: Users, wallet: Wallet, payment: Wallet, wrench: Wrench, tool: Wrench,
};

export function iconOf(name: string | null | undefined, otherwise: LucideIcon = FileText): LucideIcon {
  return (name && ICONS[name.toLowerCase().replaceAll("_", "-")]) || otherwise;
}

export const ICON_NAMES: string[] = Object.keys(ICONS);

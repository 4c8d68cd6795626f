/** Where no app says its zone (inbox, to-dos), times are shown in the zone of the device. */
export const DEVICE_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

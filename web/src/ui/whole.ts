/** How high a table is to be drawn so that no row is cut: ``fixed`` is what does not scroll, ``content`` all of it; undefined where it fits. */
export function wholeHeight(room: number, fixed: number, row: number, content: number): number | undefined {
  const rows = Math.floor((room - fixed) / row);
  return content <= room || rows < 1 ? undefined : fixed + rows * row;
}

/** A drawn wall of interlocking brackets behind the words of the sign-in page. */
const ROWS = 7;
const COLUMNS = 6;

export function Brackets() {
  return (
    <svg viewBox="0 0 600 700" preserveAspectRatio="xMidYMin slice" fill="none" stroke="#fff" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round">
      {Array.from({ length: ROWS * COLUMNS }, (_, index) => {
        const row = Math.floor(index / COLUMNS);
        const x = (index % COLUMNS) * 120 + (row % 2 ? -60 : 0);
        return (
          <g key={index} transform={`translate(${String(x)} ${String(row * 84)})`} opacity={0.32 - row * 0.042}>
            <path d="M8 18h104M22 18v16c0 8 6 14 14 14h48c8 0 14-6 14-14V18M42 48v12c0 6 4 10 10 10h16c6 0 10-4 10-10V48M60 70v14" />
          </g>
        );
      })}
    </svg>
  );
}

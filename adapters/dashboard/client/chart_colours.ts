/** The colours of the style sheet, for what is drawn on a canvas. */
export interface ChartColours {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly accent: string;
  readonly gain: string;
  readonly loss: string;
  readonly warning: string;
  readonly ground: string;
}

/** Reads them where they are said, so that no colour is written twice. */
export function chartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ...{ text: of("text"), quiet: of("quiet"), line: of("line"), accent: of("accent") },
    ...{ gain: of("gain"), loss: of("loss"), warning: of("warning"), ground: of("ground") },
  };
}

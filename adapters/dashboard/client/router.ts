import { useEffect, useState } from "preact/hooks";

/** Where the reader is. */
export interface Place {
  readonly path: string;
  readonly search: URLSearchParams;
}

function here(): Place {
  return { path: location.pathname, search: new URLSearchParams(location.search) };
}

/** The place, and what leads to another; the browser's own back and forward lead there too. */
export function usePlace(): [Place, (path: string) => void] {
  const [place, set] = useState(here);
  useEffect(() => {
    const onPop = (): void => set(here());
    addEventListener("popstate", onPop);
    return () => removeEventListener("popstate", onPop);
  }, []);
  const go = (path: string): void => {
    if (path !== location.pathname + location.search) history.pushState(null, "", path);
    set(here());
    document.querySelector("main")?.focus();
  };
  return [place, go];
}

/** Drag, pinch and wheel on the picture. Vertical strokes of one finger stay the page's: `touch-action: pan-y`. */

export interface GestureHandlers {
  /** Parts of the picture's height, rightwards and downwards. */
  readonly drag: (right: number, down: number) => void;
  readonly release: () => void;
  /** Natural logarithm of the enlargement. */
  readonly zoom: (amount: number) => void;
}

/** Of the enlargement, a pixel of the wheel. */
const perWheelPixel = 0.0016;
/** Firefox counts in lines. */
const pixelsPerLine = 18;

export function onGestures(
  view: HTMLElement,
  { drag, release, zoom }: GestureHandlers,
  signal: AbortSignal,
): void {
  const fingers = new Map<number, { x: number; y: number }>();
  const spread = (): number => {
    const [a, b] = [...fingers.values()];
    return a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y);
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('input, button')))
      return;
    view.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  const move = (event: PointerEvent): void => {
    const finger = fingers.get(event.pointerId);
    if (finger === undefined) return;
    const before = spread();
    const [right, below] = [event.clientX - finger.x, event.clientY - finger.y];
    finger.x = event.clientX;
    finger.y = event.clientY;
    const height = Math.max(1, view.clientHeight);
    // Two fingers turn half each: their middle does.
    drag(right / height / fingers.size, below / height / fingers.size);
    const after = spread();
    if (before > 0 && after > 0) zoom(Math.log(after / before));
  };
  const up = (event: PointerEvent): void => {
    if (fingers.delete(event.pointerId) && fingers.size === 0) release();
  };
  const wheel = (event: WheelEvent): void => {
    // Only once the picture was chosen, or by a pinch: else the page could not be scrolled past it.
    if (document.activeElement !== view && !event.ctrlKey) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? pixelsPerLine : 1);
    // A pinch on a trackpad comes as small steps.
    zoom(-pixels * perWheelPixel * (event.ctrlKey ? 6 : 1));
  };
  view.addEventListener('pointerdown', down, { signal });
  view.addEventListener('pointermove', move, { signal });
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
    view.addEventListener(end, up, { signal });
  view.addEventListener('wheel', wheel, { signal, passive: false });
}

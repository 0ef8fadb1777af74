/** Elements without markup from strings: the page runs under a policy that forbids it. */

export type Attributes = Readonly<Record<string, string | number | boolean>>;
type Child = Node | string;

const svgNamespace = 'http://www.w3.org/2000/svg';

function furnish(made: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes))
    if (value !== false) made.setAttribute(name, value === true ? '' : String(value));
  made.append(...children);
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  furnish(made, attributes, children);
  return made;
}

export function shape<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(svgNamespace, tag);
  furnish(made, attributes, children);
  return made;
}

/** A box of the side column that can be folded. */
export function panel(title: string, open: boolean, ...children: Child[]): HTMLDetailsElement {
  return element('details', { class: 'panel', open }, element('summary', {}, title), ...children);
}

/** A choice of a few, as buttons side by side; it can be chosen from elsewhere, too. */
export function segments<T extends string>(
  legend: string,
  options: readonly (readonly [value: T, label: string])[],
  chosen: T,
  choose: (value: T) => void,
): { readonly field: HTMLFieldSetElement; readonly set: (value: T) => void } {
  const name = `choice-${legend.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
  const inputs = options.map(([value]) => {
    const input = element('input', { type: 'radio', name, value, checked: value === chosen });
    input.addEventListener('change', () => choose(value));
    return input;
  });
  const labels = options.map(([, label], at) =>
    element('label', {}, inputs[at] ?? '', element('span', {}, label)),
  );
  return {
    field: element(
      'fieldset',
      { class: 'segments' },
      element('legend', {}, legend),
      element('div', {}, ...labels),
    ),
    set(value) {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

export function select(
  label: string,
  options: readonly (readonly [value: string, label: string])[],
  chosen: string,
  choose: (value: string) => void,
): { readonly field: HTMLLabelElement; readonly input: HTMLSelectElement } {
  const input = element('select');
  setOptions(input, options, chosen);
  input.addEventListener('change', () => choose(input.value));
  return { field: element('label', { class: 'field' }, element('span', {}, label), input), input };
}

export function setOptions(
  input: HTMLSelectElement,
  options: readonly (readonly [value: string, label: string])[],
  chosen: string,
): void {
  input.replaceChildren(
    ...options.map(([value, label]) => element('option', { value, selected: value === chosen }, label)),
  );
}

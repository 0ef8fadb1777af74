/** The venue's colours: cool, dark surroundings, so that the athlete in coral and cream stands out from every side. */
export const palette = {
  night: '#0a0b1e',
  indigo: '#1b1a4b',
  violet: '#3a2a8c',
  cobalt: '#1c49c9',
  deepBlue: '#12308f',
  teal: '#10a3b5',
  aqua: '#5fe0df',
  coral: '#ff4b3a',
  gold: '#ffc53d',
  cream: '#fff3dc',
  white: '#f7f8ff',
} as const;

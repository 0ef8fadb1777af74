// The browser is found by scripts/browser.mjs (CHROME_PATH, an installed one, or Debian's); nothing is downloaded.
module.exports = { skipDownload: true };

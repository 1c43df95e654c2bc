// Runs before the first paint, so that a chosen theme does not flash. A file of its own: the policy refuses inline scripts.
try {
  const { theme, language } = JSON.parse(localStorage.getItem("modelfleet.preferences") ?? "{}");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (language === "zh") document.documentElement.lang = "zh-CN";
} catch {
  // Storage may be refused; the defaults stand.
}

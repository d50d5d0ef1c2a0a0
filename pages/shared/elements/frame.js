// Mends what Streamlit's own frame leaves open: on a phone the menu closes after a page was chosen, and the
// navigation's list items, which lie in plain boxes, say no more that they belong to a list.
// It also keeps the settings of the tab for the time after a restart of the server: in the tab alone.
const KEPT = "studio.recipe";

export default function ({ data, setTriggerValue }) {
  if (data.recipe) sessionStorage.setItem(KEPT, data.recipe);
  if (data.asks) {
    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    if (kept) setTriggerValue("kept", kept);
  }
  const narrow = window.innerWidth < 768;
  if (narrow && window.studioPage !== undefined && window.studioPage !== data.page)
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  window.studioPage = data.page;
  const mend = () => {
    const items = document.querySelector('[data-testid="stSidebarNavItems"]');
    if (!items) return;
    items.setAttribute("role", "none");
    for (const item of items.querySelectorAll("li")) item.setAttribute("role", "none");
  };
  mend();
  const watch = new MutationObserver(mend);
  const side = document.querySelector('[data-testid="stSidebar"]');
  if (side) watch.observe(side, { childList: true, subtree: true });
  return () => watch.disconnect();
}

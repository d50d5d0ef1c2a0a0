// Mends what Streamlit's own frame leaves open: on a phone the menu closes after a page was chosen, and the
// navigation's list items, which lie in plain boxes, say no more that they belong to a list.
export default function ({ data }) {
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

// Runs before the page's snippet. With ?tenant=…&style=… the shop wears that company's widget instead of its own, so that
// somebody who has just signed up can try theirs; links keep the choice.
const choice = new URLSearchParams(location.search);
const tenant = choice.get("tenant");
const style = choice.get("style");

if (tenant && style) {
  const watch = new MutationObserver(() => {
    const snippet = document.querySelector("script[data-tenant]");
    if (!snippet) return;
    watch.disconnect();
    // The snippet is asynchronous: it has not run yet.
    Object.assign(snippet.dataset, { tenant, style });
  });
  watch.observe(document.documentElement, { childList: true, subtree: true });
}

addEventListener("DOMContentLoaded", () => {
  if (tenant && style) {
    for (const link of document.querySelectorAll("a[href$='.html']")) {
      link.search = new URLSearchParams({ tenant, style });
    }
  }
  const count = document.querySelector("[data-cart]");
  const show = () => {
    count.textContent = sessionStorage.getItem("shop-cart") ?? "0";
  };
  for (const button of document.querySelectorAll("[data-buy]")) {
    button.addEventListener("click", () => {
      sessionStorage.setItem("shop-cart", String(Number(sessionStorage.getItem("shop-cart") ?? 0) + 1));
      show();
    });
  }
  show();
});

// Small additions on top of pages that work without any script.

// Lead the eye to the error summary after a form came back with problems.
document.querySelector(".nhsuk-error-summary")?.focus();
for (const link of document.querySelectorAll(".nhsuk-error-summary a[href^='#']")) {
  link.addEventListener("click", (event) => {
    const control = document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    control.scrollIntoView({ block: "center" });
    control.focus();
  });
}

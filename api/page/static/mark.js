// A selection in the text of a paper becomes the place of a passage: code points of the stored text.
"use strict";
(function () {
  const panel = document.getElementById("mark");
  const button = document.getElementById("mark-this");
  if (!panel || !button) return;
  const form = panel.querySelector("form");
  const close = document.getElementById("mark-close");
  let selected = null;
  let used = "";

  const HIDDEN = "\uE000"; // stands for one character that the page shows by its code

  // What stands in a range as the stored text has it: without the labels of marks.
  function stored(range) {
    const part = range.cloneContents();
    for (const label of part.querySelectorAll("[data-skip]")) label.remove();
    for (const shown of part.querySelectorAll(".control")) shown.textContent = HIDDEN;
    return part.textContent;
  }

  // The part of a selection that lies in one element with data-start, and where it stands.
  function within(element, range) {
    const part = document.createRange();
    part.selectNodeContents(element);
    if (element.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
    if (element.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
    const before = document.createRange();
    before.selectNodeContents(element);
    before.setEnd(part.startContainer, part.startOffset);
    const text = outside(part) ? "" : stored(part);
    const start = Number(element.dataset.start) + [...stored(before)].length;
    return { text, start, end: start + [...text].length };
  }

  // A selection inside a label selects nothing of the text.
  function outside(range) {
    const at = range.commonAncestorContainer;
    return Boolean((at.nodeType === Node.ELEMENT_NODE ? at : at.parentElement).closest("[data-skip]"));
  }

  function chosen() {
    const now = document.getSelection();
    if (!now || now.isCollapsed || !now.rangeCount) return null;
    const range = now.getRangeAt(0);
    const sections = [...document.querySelectorAll("section.text")].filter((one) => range.intersectsNode(one));
    for (const section of sections) {
      const parts = [...section.querySelectorAll("[data-start]")]
        .filter((one) => range.intersectsNode(one))
        .map((one) => within(one, range))
        .filter((one) => one.text.trim());
      if (parts.length) {
        const place = `${parts[0].start}:${parts[parts.length - 1].end}:${section.dataset.path}`;
        return { place, quote: parts.map((one) => one.text).join("\n").replaceAll(HIDDEN, "") };
      }
    }
    return null;
  }

  function shut() {
    panel.open = false;
    panel.classList.remove("panel");
    close.hidden = true;
  }

  document.addEventListener("selectionchange", () => {
    if (document.activeElement && document.activeElement.matches("textarea, input")) return;
    selected = chosen();
    button.hidden = !selected || (panel.open && selected.place === used);
  });
  // A press must not take the selection away before the click uses it.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (!selected) return;
    used = selected.place;
    for (const other of form.querySelectorAll("[name=place]")) other.remove();
    const place = document.createElement("input");
    place.type = "hidden";
    place.name = "place";
    place.value = selected.place;
    form.append(place);
    form.elements.quote.value = selected.quote;
    panel.open = true;
    panel.classList.add("panel");
    panel.tabIndex = -1;
    panel.focus();
    close.hidden = false;
    button.hidden = true;
  });
  // Words that were changed by hand are looked for anew.
  form.elements.quote.addEventListener("input", () => {
    for (const place of form.querySelectorAll("[name=place][type=hidden]")) place.value = "";
  });
  close.addEventListener("click", shut);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.target.matches("input, select, textarea")) shut();
  });
})();

// A form that was refused stands open again with what was entered; the words above the page say why.
const mark = document.querySelector("[data-entered]");

if (mark) {
  const { action, fields, faults } = JSON.parse(mark.getAttribute("data-entered"));

  const leadsThere = (form) =>
    [
      form.getAttribute("action"),
      ...[...form.querySelectorAll("[formaction]")].map((button) => button.getAttribute("formaction")),
    ].some((target) => new URL(target, location.href).pathname === action);

  // Scenes have the same forms: their hidden fields and choices tell them apart.
  const couldHold = (form) =>
    [...form.elements].every(({ name, type, value, options }) => {
      if (!Object.hasOwn(fields, name) || name === "before") return true;
      if (type === "hidden") return fields[name] === value;
      return type !== "select-one" || [...options].some((option) => option.value === fields[name]);
    });

  const form = [...document.forms].find((each) => leadsThere(each) && couldHold(each));
  if (form) {
    for (const control of form.elements) {
      if (!Object.hasOwn(fields, control.name) || control.type === "hidden") continue;
      if (control.type === "checkbox" || control.type === "radio")
        control.checked = control.value === fields[control.name];
      else control.value = fields[control.name];
    }
    for (let around = form.closest("details"); around; around = around.parentElement.closest("details"))
      around.open = true;
    // The API names a field by its path, as in edit.sentences.2; a form has the word without places.
    const named = faults.flatMap((path) => path.split(".").filter((word) => !/^\d+$/.test(word))).toReversed();
    const faulty = named.map((word) => form.elements.namedItem(word)).find((control) => control instanceof HTMLElement);
    faulty?.setAttribute("aria-invalid", "true");
    const first = [...form.elements].find((control) => control.type !== "hidden" && control.type !== "submit");
    (faulty ?? first)?.focus({ preventScroll: true });
    form.scrollIntoView({ block: "center" });
  }
}

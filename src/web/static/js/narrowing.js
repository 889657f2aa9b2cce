// Region, Group ID and Group Name narrow one another. The server does the same for plain forms.
const part = (form, name) => form.querySelector(`select[data-narrow="${name}"]`);

document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("[data-narrow-form]");
  if (!form || !target.dataset.narrow) return;
  if (target.dataset.narrow === "region") byRegion(form, target.value);
  else byGroup(form, target);
});

/** Offer only the region's groups, and choose the group when there is one. */
function byRegion(form, region) {
  for (const select of [part(form, "group"), part(form, "name")]) {
    const shown = [];
    for (const option of select.options) {
      const hide = Boolean(region && option.value && option.dataset.region !== region);
      option.hidden = option.disabled = hide;
      if (!hide && option.value) shown.push(option);
    }
    if (region && shown.length === 1) select.value = shown[0].value;
    else if (select.selectedOptions[0]?.disabled) select.value = "";
  }
}

/** A group is one ID, one name and one region. */
function byGroup(form, chosen) {
  for (const name of ["group", "name"]) part(form, name).value = chosen.value;
  const { region } = chosen.selectedOptions[0]?.dataset ?? {};
  if (region) part(form, "region").value = region;
}

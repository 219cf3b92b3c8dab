type Side = "top" | "bottom";
type Margin = `margin-${Side}`;

const spacing: Margin = "margin-bottom";
document.body.classList.add(spacing);

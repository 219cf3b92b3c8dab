export function Button({ variant = "plain", large, ...rest }) {
  const classes = ["button", `button-${variant}`];
  if (large) classes.push("button-large");
  return <button className={classes.join(" ")} {...rest} />;
}

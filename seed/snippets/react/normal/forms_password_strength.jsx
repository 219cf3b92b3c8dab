const RULES = [/.{12,}/, /\d/, /[A-Z]/, /[^\w\s]/];

export function Strength({ password }) {
  const met = RULES.filter((rule) => rule.test(password)).length;
  return (
    <meter min={0} max={RULES.length} value={met}>
      {met} of {RULES.length} rules
    </meter>
  );
}

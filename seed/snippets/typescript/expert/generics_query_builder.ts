type Operator = "=" | "<>" | "<" | "<=" | ">" | ">=";
type Condition<T> = { [K in keyof T]: [K, Operator, T[K]] }[keyof T];

export class Query<T extends object> {
  private readonly conditions: Condition<T>[] = [];

  constructor(
    private readonly table: string,
    private readonly columns: (keyof T & string)[],
  ) {}

  where(...condition: Condition<T>): this {
    this.conditions.push(condition);
    return this;
  }

  build(): { sql: string; values: unknown[] } {
    const tests = this.conditions.map(
      ([column, operator], i) => `${String(column)} ${operator} $${i + 1}`,
    );
    const where = tests.length > 0 ? ` WHERE ${tests.join(" AND ")}` : "";
    return {
      sql: `SELECT ${this.columns.join(", ")} FROM ${this.table}${where}`,
      values: this.conditions.map(([, , value]) => value),
    };
  }
}

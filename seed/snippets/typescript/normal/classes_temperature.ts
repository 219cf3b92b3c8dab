class Temperature {
  constructor(private readonly kelvin: number) {}

  static fromCelsius(degrees: number): Temperature {
    return new Temperature(degrees + 273.15);
  }

  get celsius(): number {
    return this.kelvin - 273.15;
  }
}

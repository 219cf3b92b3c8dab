class Thermostat {
  #celsius = 20;

  get fahrenheit(): number {
    return this.#celsius * 1.8 + 32;
  }

  set fahrenheit(degrees: number) {
    this.#celsius = (degrees - 32) / 1.8;
  }
}

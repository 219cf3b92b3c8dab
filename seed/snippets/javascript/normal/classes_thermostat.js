export class Thermostat {
  #celsius = 21;

  get fahrenheit() {
    return this.#celsius * 1.8 + 32;
  }

  set fahrenheit(degrees) {
    this.#celsius = (degrees - 32) / 1.8;
  }
}

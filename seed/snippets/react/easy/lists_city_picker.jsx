const toOption = (city) => <option key={city}>{city}</option>;

export function CityPicker({ cities, ...rest }) {
  return <select {...rest}>{cities.map(toOption)}</select>;
}

func invert(capitals map[string]string) map[string]string {
    countries := make(map[string]string, len(capitals))
    for country, capital := range capitals {
        countries[capital] = country
    }
    return countries
}

var price = regexp.MustCompile(`(\d+)[.,](\d{2}) EUR`)

total := 0
for _, match := range price.FindAllStringSubmatch(receipt, -1) {
    cents, err := strconv.Atoi(match[1] + match[2])
    if err == nil {
        total += cents
    }
}

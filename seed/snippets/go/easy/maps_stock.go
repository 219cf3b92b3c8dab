stock := map[string]int{"pens": 12, "ink": 3}
stock["pens"]--
delete(stock, "ink")

sorted := slices.Clone(prices)
slices.Sort(sorted)
cheapest := sorted[0]

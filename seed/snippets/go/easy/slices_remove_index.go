func remove(items []string, at int) []string {
    return slices.Delete(items, at, at+1)
}

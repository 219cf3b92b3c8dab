func flatten(prefix string, value any, into map[string]string) {
    join := func(key string) string {
        if prefix == "" {
            return key
        }
        return prefix + "." + key
    }
    switch v := value.(type) {
    case map[string]any:
        for key, child := range v {
            flatten(join(key), child, into)
        }
    case []any:
        for i, child := range v {
            flatten(join(strconv.Itoa(i)), child, into)
        }
    case string:
        into[prefix] = v
    case float64:
        into[prefix] = strconv.FormatFloat(v, 'g', -1, 64)
    case nil:
        into[prefix] = ""
    default:
        into[prefix] = fmt.Sprint(v)
    }
}

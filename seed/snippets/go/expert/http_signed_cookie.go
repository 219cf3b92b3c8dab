type Signer struct{ key []byte }

func (s Signer) sign(value string, expires time.Time) string {
    payload := fmt.Sprintf("%s|%d", value, expires.Unix())
    mac := hmac.New(sha256.New, s.key)
    mac.Write([]byte(payload))
    return payload + "|" + hex.EncodeToString(mac.Sum(nil))
}

func (s Signer) verify(cookie string, now time.Time) (string, error) {
    parts := strings.Split(cookie, "|")
    if len(parts) != 3 {
        return "", errors.New("malformed cookie")
    }
    seconds, err := strconv.ParseInt(parts[1], 10, 64)
    if err != nil {
        return "", fmt.Errorf("malformed time: %w", err)
    }
    expires := time.Unix(seconds, 0)
    expected := s.sign(parts[0], expires)
    if !hmac.Equal([]byte(expected), []byte(cookie)) {
        return "", errors.New("forged cookie")
    }
    if now.After(expires) {
        return "", errors.New("stale cookie")
    }
    return parts[0], nil
}

/* Many typists at once, each on a schedule of its own: the open loop of benchmarks/players.py.
 *
 *   typists WIRE PORT PLAYERS RATE SIGMA WARM_UP_S SECONDS SEED <TOKENS      (TOKENS: one session token a line)
 *
 * A key is due when the typist would press it, whatever the server does meanwhile; a late answer makes no typist wait.
 * The gap between two keys is log-normal with mean 1/RATE s and shape SIGMA; 4 of 100 keys are wrong ones. What is
 * measured is the time from the moment a key was due to the arrival of the `a` that covers it. A key that is due while
 * the next wave has not come is pressed, and timed, from the moment the wave is there. With RATE 0 the loop is closed:
 * each typist presses the next key when the last one is acknowledged.
 *
 * WIRE is how frames are wrapped: prodev (JSON text), socketio (the same inside socket.io 4's events), or colyseus
 * (binary messages of Colyseus 0.15, a token is the path that its matchmaking gave).
 *
 * Prints a line of JSON when what is measured begins, one when it ends, and one with the figures. `send_lag_*` is how
 * late this program itself was to send: while it is far below the latencies, the generator is not what is measured. One
 * thread, no dependency but libc and libm.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define RING 4096        /* keys in flight of one typist: eight minutes of typing without an answer */
#define WRONG_OF_100 4
#define BUFFER (96 * 1024)

enum state { UPGRADING, HELLO, TYPING, GONE };
enum wire { PRODEV, SOCKETIO, COLYSEUS };

struct player {
    int fd, state, heap_place;
    char token[160];
    char *keys;          /* of the wave under way */
    int cursor, length;  /* of keys */
    int waits;           /* a key is due and no wave is there */
    uint64_t s, acked;
    int64_t due_ns, began_ns;
    int64_t ring[RING];
    char *in;
    size_t held;
};

static struct player *players;
static enum wire wire;
static int count, poller, typing, gone, over_frames, error_frames, closes;
static double rate, sigma;
static int port;
static int64_t from_ns, to_ns;
static uint64_t random_state;

/* ---------------------------------------------------------------- time and chance */

static int64_t now_ns(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static double uniform(void) { /* xorshift64*, in (0, 1) */
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return ((random_state * 2685821657736338717ULL >> 11) + 0.5) / 9007199254740992.0;
}

static int64_t gap_ns(void) {
    double normal = sqrt(-2 * log(uniform())) * cos(2 * M_PI * uniform());
    return (int64_t)(1e9 * exp(log(1 / rate) - sigma * sigma / 2 + sigma * normal));
}

/* ---------------------------------------------------------------- histograms: 1.5 % wide buckets from 1 us to 100 s */

#define BUCKETS 1300
struct histogram { uint64_t counts[BUCKETS], total; int64_t most_ns; };
static struct histogram latency, send_lag;

static void note(struct histogram *h, int64_t ns) {
    double us = ns < 1000 ? 1 : ns / 1000.0;
    int bucket = (int)(log(us) / log(1.015));
    h->counts[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
    h->total++;
    if (ns > h->most_ns) h->most_ns = ns;
}

static double quantile_ms(const struct histogram *h, double q) {
    uint64_t below = 0, wanted = (uint64_t)ceil(q * h->total);
    for (int i = 0; i < BUCKETS; i++)
        if ((below += h->counts[i]) >= wanted && below) return pow(1.015, i + 0.5) / 1000;
    return 0;
}

/* ---------------------------------------------------------------- a heap of typists by their next key */

static struct player **heap;
static int heaped;

static void put(int place, struct player *p) { heap[place] = p; p->heap_place = place; }

static void sift(int place) {
    struct player *p = heap[place];
    for (int parent; place && heap[parent = (place - 1) / 2]->due_ns > p->due_ns; place = parent)
        put(place, heap[parent]);
    for (int child; (child = 2 * place + 1) < heaped; place = child) {
        if (child + 1 < heaped && heap[child + 1]->due_ns < heap[child]->due_ns) child++;
        if (heap[child]->due_ns >= p->due_ns) break;
        put(place, heap[child]);
    }
    put(place, p);
}

static void add(struct player *p) { heap[heaped] = p; p->heap_place = heaped; sift(heaped++); }

static void drop(struct player *p) {
    int place = p->heap_place;
    if (place < 0) return;
    p->heap_place = -1;
    if (place != --heaped) { put(place, heap[heaped]); sift(place); }
}

/* ---------------------------------------------------------------- sending */

static void leave(struct player *p) {
    if (p->state == GONE) return;
    if (p->state == TYPING) typing--;
    p->state = GONE;
    gone++;
    drop(p);
    close(p->fd);
}

static void send_all(struct player *p, const void *bytes, size_t length) {
    if (send(p->fd, bytes, length, MSG_NOSIGNAL) != (ssize_t)length) leave(p); /* the server reads nothing any more */
}

static void send_frame(struct player *p, int opcode, const char *payload, int length) {
    unsigned char frame[512] = {0x80 | opcode}; /* a mask of zeros leaves the payload as it is */
    int head = 6;
    if (length < 126) frame[1] = 0x80 | length;
    else { frame[1] = 0x80 | 126; frame[2] = length >> 8; frame[3] = length; head = 8; }
    memcpy(frame + head, payload, length);
    send_all(p, frame, head + length);
}

static void send_text(struct player *p, const char *text) { send_frame(p, 1, text, strlen(text)); }

static void send_key(struct player *p, char key, unsigned at_ms) {
    char frame[160], quoted[8] = {key};
    int length;
    if (key == '\n') strcpy(quoted, "\\n");
    else if (key == '"' || key == '\\') sprintf(quoted, "\\%c", key);
    if (wire == COLYSEUS) { /* [ROOM_DATA, "k", {s: uint32, e: [[uint32, "x"]]}] in MessagePack */
        unsigned s = p->s;
        const unsigned char message[] = {
            13, 0xa1, 'k', 0x82, 0xa1, 's', 0xce, s >> 24, s >> 16, s >> 8, s, 0xa1, 'e', 0x91, 0x92,
            0xce, at_ms >> 24, at_ms >> 16, at_ms >> 8, at_ms, 0xa1, key,
        };
        send_frame(p, 2, (const char *)message, sizeof message);
        return;
    }
    const char *form = wire == PRODEV ? "{\"t\":\"k\",\"s\":%llu,\"e\":[[%u,\"%s\"]]}"
                                      : "42[\"k\",{\"s\":%llu,\"e\":[[%u,\"%s\"]]}]";
    length = snprintf(frame, sizeof frame, form, (unsigned long long)p->s, at_ms, quoted);
    send_frame(p, 1, frame, length);
}

static void press(struct player *p, int64_t now) {
    char due = p->keys[p->cursor];
    int wrong = uniform() * 100 < WRONG_OF_100;
    if (!wrong) p->cursor++;
    p->ring[++p->s % RING] = p->due_ns;
    if (p->due_ns >= from_ns && p->due_ns < to_ns) note(&send_lag, now - p->due_ns);
    send_key(p, wrong ? (due == '~' ? '`' : '~') : due, (now - p->began_ns) / 1000000);
}

static void press_next(struct player *p, int64_t now) { /* the closed loop */
    if (p->state != TYPING) return;
    if (p->cursor >= p->length) { p->waits = 1; return; }
    p->due_ns = now;
    press(p, now);
}

/* ---------------------------------------------------------------- what the server says */

static char *unescape(char *from, char *to) { /* a JSON string's inside; returns the end in `to` */
    for (; *from != '"'; from++) {
        if (*from != '\\') { *to++ = *from; continue; }
        switch (*++from) {
        case 'n': *to++ = '\n'; break;
        case 't': *to++ = '\t'; break;
        case 'u': { unsigned code; sscanf(from + 1, "%4x", &code); *to++ = (char)code; from += 4; break; }
        default: *to++ = *from;
        }
    }
    *to = 0;
    return to;
}

/* Lay the text out as keys: lines without their blanks at either end, empty ones left out, Enter between. The cursor
   goes to the first key at `offset` of the text or behind it. */
static void begin_wave(struct player *p, char *frame, long offset) {
    char *text = strstr(frame, "\"text\":\"");
    if (!text) return;
    free(p->keys);
    char *plain = malloc(strlen(text)), *end = unescape(text + 8, plain);
    p->keys = malloc(end - plain + 2);
    p->length = 0;
    p->cursor = -1;
    for (char *line = plain, *ended = NULL; line < end;) {
        char *stop = strchr(line, '\n');
        char *first = line, *last = stop ? stop : end;
        while (first < last && *first == ' ') first++;
        while (last > first && last[-1] == ' ') last--;
        if (first < last && ended) {
            if (p->cursor < 0 && ended - plain >= offset) p->cursor = p->length;
            p->keys[p->length++] = '\n';
        }
        for (char *c = first; c < last; c++) {
            if (p->cursor < 0 && c - plain >= offset) p->cursor = p->length;
            p->keys[p->length++] = *c;
        }
        if (first < last) ended = last;
        line = stop ? stop + 1 : end;
    }
    if (p->cursor < 0) p->cursor = p->length;
    free(plain);
}

static long number_after(const char *frame, const char *name) {
    const char *at = strstr(frame, name);
    return at ? strtol(at + strlen(name), NULL, 10) : 0;
}

static void acknowledged(struct player *p, uint64_t s, int64_t now) {
    if (s > p->s) s = p->s;
    for (; p->acked < s; p->acked++) {
        int64_t due = p->ring[(p->acked + 1) % RING];
        if (due >= from_ns && due < to_ns) note(&latency, now - due);
    }
    if (rate == 0 && p->acked == p->s) press_next(p, now);
}

static void next_wave(struct player *p, char *frame, int64_t now) {
    begin_wave(p, frame, 0);
    if (!p->waits) return;
    p->waits = 0;
    p->due_ns = now;
    if (rate == 0) press_next(p, now);
    else add(p);
}

static void welcomed(struct player *p, char *frame, int64_t now) {
    p->s = p->acked = number_after(frame, "\"s\":");
    begin_wave(p, frame, number_after(frame, "\"p\":"));
    if (p->state == TYPING) return; /* a resync */
    p->state = TYPING;
    typing++;
    p->began_ns = now - number_after(frame, "\"at\":") * 1000000LL;
    if (wire == PRODEV) send_text(p, "{\"t\":\"go\"}");
    if (rate == 0) { press_next(p, now); return; }
    p->due_ns = now + (int64_t)(1e9 * uniform() / rate);
    if (p->state == TYPING) add(p);
}

static int is(const char *frame, const char *start) { return !strncmp(frame, start, strlen(start)); }

static void hear(struct player *p, char *frame, int64_t now) {
    if (wire == SOCKETIO) {
        if (is(frame, "42[\"a\"")) acknowledged(p, number_after(frame, "\"s\":"), now);
        else if (is(frame, "42[\"wave\"")) next_wave(p, frame, now);
        else if (is(frame, "42[\"welcome\"")) welcomed(p, frame, now);
        else if (is(frame, "40")) send_text(p, "42[\"hello\",{}]");
        else if (is(frame, "0")) send_text(p, "40");
        else if (is(frame, "2")) send_text(p, "3");
        return;
    }
    if (is(frame, "{\"t\":\"a\"")) acknowledged(p, strtoull(frame + 13, NULL, 10), now);
    else if (is(frame, "{\"t\":\"wave\"")) next_wave(p, frame, now);
    else if (is(frame, "{\"t\":\"welcome\"")) welcomed(p, frame, now);
    else if (is(frame, "{\"t\":\"over\"")) over_frames++;
    else if (is(frame, "{\"t\":\"error\"")) error_frames++;
}

static void hear_binary(struct player *p, char *frame, size_t length, int64_t now) { /* Colyseus */
    const char joined[] = {10};
    if (frame[0] == 10) send_frame(p, 2, joined, 1);
    if (length < 3 || frame[0] != 13 || (unsigned char)frame[1] != 0xa1) return;
    if (frame[2] == 'a') acknowledged(p, p->acked + 1, now);
    else if (frame[2] == 'w') next_wave(p, frame + 3 + strcspn(frame + 3, "{"), now);
    else if (frame[2] == 'h') welcomed(p, frame + 3 + strcspn(frame + 3, "{"), now);
}

static void receive(struct player *p) {
    ssize_t got = recv(p->fd, p->in + p->held, BUFFER - 1 - p->held, 0);
    if (got <= 0) { if (got == 0 || errno != EAGAIN) leave(p); return; }
    p->held += got;
    int64_t now = now_ns();
    size_t at = 0;
    if (p->state == UPGRADING) {
        p->in[p->held] = 0;
        char *end = strstr(p->in, "\r\n\r\n");
        if (!end) return;
        if (strncmp(p->in, "HTTP/1.1 101", 12)) { fprintf(stderr, "refused: %.200s\n", p->in); leave(p); return; }
        at = end + 4 - p->in;
        p->state = HELLO;
        char hello[256];
        snprintf(hello, sizeof hello, "{\"t\":\"hello\",\"token\":\"%s\"}", p->token);
        if (wire == PRODEV) send_text(p, hello);
    }
    while (p->state != GONE && p->held - at >= 2) {
        unsigned char *head = (unsigned char *)p->in + at;
        size_t length = head[1] & 127, skip = 2;
        if (length == 126) { if (p->held - at < 4) break; length = head[2] << 8 | head[3]; skip = 4; }
        else if (length == 127) {
            if (p->held - at < 10) break;
            length = (size_t)head[7] << 16 | head[8] << 8 | head[9];
            skip = 10;
        }
        if (p->held - at < skip + length) break;
        char *text = p->in + at + skip, after = text[length];
        if ((head[0] & 15) == 8) { closes++; leave(p); return; }
        text[length] = 0;
        if ((head[0] & 15) == 9 && length < 126) send_frame(p, 10, text, length);
        if ((head[0] & 15) == 1) hear(p, text, now);
        if ((head[0] & 15) == 2) hear_binary(p, text, length, now);
        text[length] = after;
        at += skip + length;
    }
    memmove(p->in, p->in + at, p->held - at);
    p->held -= at;
}

/* ---------------------------------------------------------------- coming, and the loop */

static void connect_player(struct player *p) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    p->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (p->fd < 0 || connect(p->fd, (struct sockaddr *)&address, sizeof address)) { perror("connect"); exit(1); }
    fcntl(p->fd, F_SETFL, O_NONBLOCK);
    p->in = malloc(BUFFER);
    p->heap_place = -1;
    p->state = UPGRADING;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = p};
    epoll_ctl(poller, EPOLL_CTL_ADD, p->fd, &event);
    const char *paths[] = {"/ws/play", "/socket.io/?EIO=4&transport=websocket", p->token}, *path = paths[wire];
    char request[768];
    send_all(p, request, snprintf(request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        "%s\r\n", path, port, port, wire == PRODEV ? "Sec-WebSocket-Protocol: prodev.v1\r\n" : ""));
}

static void turn(int64_t until_ns) { /* one round: what has come, then what is due */
    struct epoll_event events[512];
    int64_t now = now_ns(), wake = until_ns;
    if (heaped && heap[0]->due_ns < wake) wake = heap[0]->due_ns;
    int64_t left = wake > now ? wake - now : 0;
    struct timespec timeout = {left / 1000000000, left % 1000000000};
    int ready = epoll_pwait2(poller, events, 512, &timeout, NULL);
    if (ready < 0 && errno == ENOSYS) ready = epoll_wait(poller, events, 512, (int)(left / 1000000));
    for (int i = 0; i < ready; i++) {
        struct player *p = events[i].data.ptr;
        if (p->state != GONE) receive(p);
    }
    now = now_ns();
    while (heaped && heap[0]->due_ns <= now) {
        struct player *p = heap[0];
        if (p->cursor >= p->length) { drop(p); p->waits = 1; continue; } /* the next wave is on its way */
        press(p, now);
        if (p->state == GONE) continue;
        p->due_ns += gap_ns();
        sift(0);
    }
}

static void type_until(int64_t until_ns) {
    while (now_ns() < until_ns) turn(until_ns);
}

static void say(const char *line) { /* who reads it takes the time */
    puts(line);
    fflush(stdout);
}

int main(int argc, char **argv) {
    if (argc != 9) {
        fprintf(stderr, "usage: typists WIRE PORT PLAYERS RATE SIGMA WARM_UP_S SECONDS SEED <TOKENS\n");
        return 2;
    }
    wire = !strcmp(argv[1], "prodev") ? PRODEV : !strcmp(argv[1], "socketio") ? SOCKETIO : COLYSEUS;
    port = atoi(argv[2]); count = atoi(argv[3]); rate = atof(argv[4]); sigma = atof(argv[5]);
    double warm_up = atof(argv[6]), seconds = atof(argv[7]);
    random_state = strtoull(argv[8], NULL, 10) * 2654435761ULL + 88172645463325252ULL;
    struct rlimit files = {count + 64, count + 64};
    setrlimit(RLIMIT_NOFILE, &files);
    players = calloc(count, sizeof *players);
    heap = calloc(count, sizeof *heap);
    poller = epoll_create1(EPOLL_CLOEXEC);
    from_ns = to_ns = INT64_MAX;
    for (int i = 0; i < count; i++) {
        if (scanf("%159s", players[i].token) != 1) { fprintf(stderr, "too few tokens\n"); return 2; }
        connect_player(&players[i]);
        if (i % 10 == 9) turn(now_ns() + 5000000); /* hellos come as people come, not all in one moment */
    }
    int64_t patience = now_ns() + 60000000000LL;
    while (typing + gone < count && now_ns() < patience) turn(now_ns() + 10000000);
    from_ns = now_ns() + (int64_t)(warm_up * 1e9);
    to_ns = from_ns + (int64_t)(seconds * 1e9);
    int64_t end = to_ns + 2000000000LL; /* two seconds for the last answers; what then is missing is told */
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    int64_t began = now_ns();
    type_until(from_ns);
    say("{\"measured\":\"from\"}");
    type_until(to_ns);
    say("{\"measured\":\"to\"}");
    type_until(end);
    getrusage(RUSAGE_SELF, &after);
    uint64_t unanswered = send_lag.total - latency.total;
    double cpu = (after.ru_utime.tv_sec - before.ru_utime.tv_sec) + (after.ru_stime.tv_sec - before.ru_stime.tv_sec);
    cpu += (after.ru_utime.tv_usec - before.ru_utime.tv_usec + after.ru_stime.tv_usec - before.ru_stime.tv_usec) / 1e6;
    printf("{\"players\":%d,\"typing\":%d,\"gone\":%d,\"closes\":%d,\"over\":%d,\"errors\":%d,", count, typing, gone,
           closes, over_frames, error_frames);
    printf("\"keys\":%llu,\"unanswered\":%llu,\"keys_per_second\":%.0f,", (unsigned long long)send_lag.total,
           (unsigned long long)unanswered, latency.total / seconds);
    printf("\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"p999_ms\":%.3f,\"max_ms\":%.3f,", quantile_ms(&latency, .5),
           quantile_ms(&latency, .99), quantile_ms(&latency, .999), latency.most_ns / 1e6);
    printf("\"send_lag_p99_ms\":%.3f,\"send_lag_max_ms\":%.3f,\"generator_cpu\":%.3f}\n", quantile_ms(&send_lag, .99),
           send_lag.most_ns / 1e6, cpu / ((now_ns() - began) / 1e9));
    return 0;
}

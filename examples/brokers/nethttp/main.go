// A Punch broker on net/http and coder/websocket, written from the RFC alone. Bodies are below "data", each stream has
// its own state, answers are chunked, and header names are written in lower case.
package main

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

var (
	secret   = []byte(os.Getenv("PUNCH_SECRET"))
	name     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
	mu       sync.Mutex // guards everything below and inside a session
	sessions = map[string]*session{}
	windows  = map[string]*window{}
	limit    = 10
)

type window struct {
	start time.Time
	count int
}

type stream struct {
	ID    string `json:"id"`
	peers []*peer
}

type session struct {
	Name       string    `json:"name"`
	State      string    `json:"state"`
	ExpiresAt  int64     `json:"expiresAt"`
	Streams    []*stream `json:"streams"`
	passphrase string
	all        []*peer
}

// reply writes in two pieces with a flush between them, so net/http sends the body chunked.
func reply(w http.ResponseWriter, status int, body any) {
	text, _ := json.MarshalIndent(body, "", "\t")
	w.Header()["content-type"] = []string{"application/json; charset=utf-8"}
	w.WriteHeader(status)
	w.Write(text[:1])
	w.(http.Flusher).Flush()
	w.Write(append(text[1:], '\n'))
}

func fail(w http.ResponseWriter, status int, code, why string) {
	reply(w, status, map[string]string{"message": why, "error": code})
}

func limited(addr string) (retry int) {
	host, _, _ := net.SplitHostPort(addr)
	mu.Lock()
	defer mu.Unlock()
	w := windows[host]
	if w == nil || time.Since(w.start) >= time.Minute {
		w = &window{start: time.Now()}
		windows[host] = w
	}
	w.count++
	if w.count <= limit {
		return 0
	}
	return int(time.Until(w.start.Add(time.Minute)).Seconds()) + 1
}

// request is the body of POST /api/session.
type request struct {
	Name    string   `json:"name"`
	TTL     *float64 `json:"ttl"` // seconds
	Streams []string `json:"streams"`
}

func (q *request) wrong() string {
	if !name.MatchString(q.Name) {
		return "name: 1 to 64 letters, digits, dots, underscores or hyphens; the first one a letter or digit"
	}
	if q.TTL != nil && (*q.TTL <= 0 || *q.TTL > 86400) {
		return "ttl: seconds, at most 86400"
	}
	for _, s := range q.Streams {
		if !name.MatchString(s) {
			return "streams: names like those of sessions"
		}
	}
	return ""
}

func create(w http.ResponseWriter, r *http.Request) {
	if retry := limited(r.RemoteAddr); retry > 0 {
		w.Header()["retry-after"] = []string{strconv.Itoa(retry)}
		fail(w, 429, "RATE_LIMITED", "come back later")
		return
	}
	var q request
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<16))
	if err == nil {
		err = decode(text, &q, "name", "ttl", "streams")
	}
	if err != nil {
		fail(w, 400, "INVALID_REQUEST", err.Error())
		return
	}
	if why := q.wrong(); why != "" {
		fail(w, 400, "INVALID_REQUEST", why)
		return
	}
	ttl := 1800 * time.Second
	if q.TTL != nil {
		ttl = time.Duration(*q.TTL * float64(time.Second))
	}
	if len(q.Streams) == 0 {
		q.Streams = []string{"stream-1"}
	}
	s := open(q, ttl)
	if s == nil {
		fail(w, 409, "SESSION_EXISTS", "choose another name")
		return
	}
	exp := s.ExpiresAt / 1000
	invitations := []map[string]any{}
	for _, st := range s.Streams {
		invitations = append(invitations, map[string]any{"stream": st.ID, "token": sign(claims{s.Name, "peer", &st.ID, exp})})
	}
	w.Header()["location"] = []string{"/api/session/" + s.Name}
	reply(w, 201, map[string]any{"data": map[string]any{"session": s, "admin": sign(claims{s.Name, "admin", nil, exp}), "invitations": invitations}})
}

func open(q request, ttl time.Duration) *session {
	mu.Lock()
	defer mu.Unlock()
	if sessions[q.Name] != nil {
		return nil
	}
	key := make([]byte, 32)
	rand.Read(key)
	s := &session{Name: q.Name, State: "WAITING", ExpiresAt: time.Now().Add(ttl).UnixMilli(), passphrase: hex.EncodeToString(key)}
	for _, id := range q.Streams {
		s.Streams = append(s.Streams, &stream{ID: id})
	}
	sessions[s.Name] = s
	time.AfterFunc(ttl, func() { mu.Lock(); s.close(); mu.Unlock() })
	return s
}

func find(n string) *session {
	mu.Lock()
	defer mu.Unlock()
	return sessions[n]
}

func one(w http.ResponseWriter, r *http.Request) {
	n, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/api/session/"), "/")
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	c := verify(strings.TrimSpace(token), n)
	if !strings.EqualFold(scheme, "Bearer") || c == nil || (r.Method == "DELETE" && c.Role != "admin") {
		w.Header()["www-authenticate"] = []string{"Bearer"}
		fail(w, 401, "AUTH_FAILED", "this token does not open that")
		return
	}
	s := find(n)
	if s == nil || rest != "" {
		fail(w, 404, "NOT_FOUND", "nothing here")
		return
	}
	mu.Lock()
	defer mu.Unlock()
	switch r.Method {
	case "DELETE":
		s.close()
	case "GET":
	default:
		fail(w, 405, "INVALID_REQUEST", "only GET and DELETE")
		return
	}
	reply(w, 200, map[string]any{"data": s})
}

func register(s *session, p *peer, m message) string {
	if m.Port < 1 || m.Port > 65535 || m.LocalPort < 0 || m.LocalPort > 65535 {
		return "port and localPort must be from 1 to 65535"
	}
	if m.IP == "" {
		m.IP = p.remote
	}
	if _, err := netip.ParseAddr(m.IP); err != nil {
		return "ip must be an address"
	}
	if m.LocalPort == 0 {
		m.LocalPort = m.Port
	}
	st := p.stream
	if p.at == nil && len(st.peers) == 2 {
		return "both places of this stream are taken"
	}
	if p.at == nil {
		st.peers = append(st.peers, p)
	}
	p.at = &endpoint{m.IP, m.Port, m.LocalPort}
	if len(st.peers) == 2 {
		s.match(st)
	}
	s.broadcast()
	return ""
}

func (s *session) match(st *stream) {
	for i, p := range st.peers {
		p.send(map[string]any{"type": "peer", "remote": st.peers[1-i].at, "passphrase": s.passphrase, "latency": 150})
	}
	if s.State == "WAITING" {
		s.State = "READY"
	}
	for _, p := range s.all {
		if p.stream == nil {
			p.send(map[string]any{"type": "peer_match", "stream": st.ID, "left": st.peers[0].at, "right": st.peers[1].at})
		}
	}
}

func (s *session) broadcast() {
	for _, p := range s.all {
		p.send(map[string]any{"type": "session", "data": map[string]any{"state": s.State, "expiresAt": s.ExpiresAt}})
	}
}

// close needs the lock. It frees the name of the session, and a later timer finds it closed.
func (s *session) close() {
	if s.State == "CLOSED" {
		return
	}
	s.State = "CLOSED"
	delete(sessions, s.Name)
	s.broadcast()
	for _, p := range s.all {
		close(p.out)
	}
	s.all = nil
}

func versioned(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["punch-version"] = []string{"1.0.0"}
		h.ServeHTTP(w, r)
	})
}

func main() {
	port := flag.Int("port", 0, "0 takes a free one")
	flag.Parse()
	if len(secret) == 0 {
		log.Fatal("PUNCH_SECRET is not set")
	}
	if n, err := strconv.Atoi(os.Getenv("PUNCH_RATE")); err == nil {
		limit = n
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/health", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 200, map[string]any{"version": "1.0.0", "protocol": "punch"})
	})
	mux.HandleFunc("POST /api/session", create)
	mux.HandleFunc("/api/session/", one)
	mux.HandleFunc("/api/ws/{name}", signalling)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fail(w, 404, "NOT_FOUND", "no such path") })
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", *port))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", l.Addr())
	log.Fatal(http.Serve(l, versioned(mux)))
}

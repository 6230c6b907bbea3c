package main

import (
	"context"
	"encoding/json"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/coder/websocket"
)

type endpoint struct {
	IP        string `json:"ip"`
	Port      int    `json:"port"`
	LocalPort int    `json:"localPort"`
}

type message struct {
	Type      string `json:"type"`
	IP        string `json:"ip"`
	Port      int    `json:"port"`
	LocalPort int    `json:"localPort"`
	Status    string `json:"status"`
}

// peer is one connection: a peer of a stream, or an admin if stream is nil.
type peer struct {
	stream *stream
	at     *endpoint
	ready  bool
	remote string
	out    chan any
}

// send never waits, because the lock is held. A connection that is 256 messages behind loses some.
func (p *peer) send(m any) {
	select {
	case p.out <- m:
	default:
	}
}

func signalling(w http.ResponseWriter, r *http.Request) {
	n := r.PathValue("name")
	c := verify(r.URL.Query().Get("t"), n)
	if c == nil {
		fail(w, 401, "AUTH_FAILED", "t holds no token for this session")
		return
	}
	if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		w.Header()["upgrade"] = []string{"websocket"}
		fail(w, 426, "INVALID_REQUEST", "WebSocket only")
		return
	}
	s := find(n)
	if s == nil {
		fail(w, 404, "NOT_FOUND", "no such session")
		return
	}
	p := &peer{out: make(chan any, 256)}
	p.remote, _, _ = net.SplitHostPort(r.RemoteAddr)
	if c.Stream != nil {
		at := slices.IndexFunc(s.Streams, func(st *stream) bool { return st.ID == *c.Stream })
		if at < 0 {
			fail(w, 404, "NOT_FOUND", "no such stream")
			return
		}
		p.stream = s.Streams[at]
	}
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true, CompressionMode: websocket.CompressionContextTakeover})
	if err != nil {
		return // Accept has answered.
	}
	p.run(conn, s)
}

func (p *peer) run(conn *websocket.Conn, s *session) {
	mu.Lock()
	if s.State == "CLOSED" {
		mu.Unlock()
		conn.Close(websocket.StatusNormalClosure, "closed")
		return
	}
	s.all = append(s.all, p)
	mu.Unlock()
	ctx, cancel := context.WithCancel(context.Background())
	go p.write(ctx, conn)
	for {
		kind, text, err := conn.Read(ctx)
		if err != nil {
			break
		}
		mu.Lock()
		if s.State != "CLOSED" {
			p.handle(s, kind, text)
		}
		mu.Unlock()
	}
	mu.Lock()
	s.all = slices.DeleteFunc(s.all, func(x *peer) bool { return x == p })
	if p.stream != nil {
		p.stream.peers = slices.DeleteFunc(p.stream.peers, func(x *peer) bool { return x == p })
	}
	mu.Unlock()
	cancel()
	conn.CloseNow()
}

// write sends the queue, and a ping every 30 s. Without a pong for 60 s it closes with 1011.
func (p *peer) write(ctx context.Context, conn *websocket.Conn) {
	tick := time.NewTicker(30 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			go func() {
				wait, cancel := context.WithTimeout(ctx, 60*time.Second)
				defer cancel()
				if conn.Ping(wait) != nil && ctx.Err() == nil {
					conn.Close(websocket.StatusInternalError, "dead peer")
				}
			}()
		case m, open := <-p.out:
			if !open {
				conn.Close(websocket.StatusNormalClosure, "session closed")
				return
			}
			text, _ := json.Marshal(m)
			if conn.Write(ctx, websocket.MessageText, text) != nil {
				return
			}
		}
	}
}

func (p *peer) handle(s *session, kind websocket.MessageType, text []byte) {
	if why := p.act(s, kind, text); why != "" {
		p.send(map[string]any{"type": "error", "data": map[string]string{"code": "INVALID_MESSAGE", "message": why}})
	}
}

// decode reads only members with exactly these names: encoding/json alone would accept PORT for port, and names are
// case-sensitive (section 1).
func decode(text []byte, into any, names ...string) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		return err
	}
	maps.DeleteFunc(all, func(name string, _ json.RawMessage) bool { return !slices.Contains(names, name) })
	exact, _ := json.Marshal(all)
	return json.Unmarshal(exact, into)
}

// act returns an error for an invalid message.
func (p *peer) act(s *session, kind websocket.MessageType, text []byte) string {
	var m message
	if kind != websocket.MessageText {
		return "text frames only"
	}
	if err := decode(text, &m, "type", "ip", "port", "localPort", "status"); err != nil {
		return err.Error()
	}
	if m.Type == "punch.ping" {
		return ""
	}
	if p.stream == nil {
		return "an admin listens and says nothing"
	}
	switch m.Type {
	case "register":
		return register(s, p, m)
	case "ready":
		p.ready = true
		both := p.stream.peers
		if p.at != nil && len(both) == 2 && both[0].ready && both[1].ready {
			both[0].send(map[string]string{"type": "start"})
			both[1].send(map[string]string{"type": "start"})
		}
	case "status":
		if m.Status == "connected" && s.State != "CONNECTED" {
			s.State = "CONNECTED"
			s.broadcast()
		}
	default:
		return "unknown type " + m.Type
	}
	return ""
}

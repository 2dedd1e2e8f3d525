package evidence

import (
	"strings"
)

// curlShort names the long form of a short option; empty for one without meaning
// here and without a value.
func curlShort(c byte) string {
	switch c {
	case 'X':
		return "request"
	case 'H':
		return "header"
	case 'd':
		return "data"
	case 'F':
		return "form"
	case 'G':
		return "get"
	case 'I':
		return "head"
	case 'u':
		return "user"
	case 'b':
		return "cookie"
	case 'A':
		return "user-agent"
	case 'e':
		return "referer"
	case 'T':
		return "upload-file"
	case 'r':
		return "range"
	case 'K':
		return "config"
	case 'v':
		return "verbose"
	case 'i':
		return "include"
	case ':':
		return "next"
	case 'o', 'w', 'D', 'm', 'x', 'U', 'c', 'C', 'E', 'h', 'P', 'Q', 't', 'y', 'Y', 'z':
		return "value" // takes a value, which says nothing of the request
	}
	return ""
}

// curlOption completes an abbreviated long option.
func curlOption(name string) string {
	if len(name) < 3 || curlTakes(name) || hasWord(curlPlain, name) {
		return name
	}
	if i := strings.Index(" "+curlValued, " "+name); i >= 0 {
		known, _, _ := strings.Cut(curlValued[i:], " ")
		return known
	}
	return name
}

// curlTakes says whether a long option takes a value.
func curlTakes(name string) bool { return hasWord(curlValued, strings.TrimPrefix(name, "expand-")) }

// hasWord says whether a list of words separated by spaces holds word.
func hasWord(list, word string) bool {
	for from := 0; word != ""; {
		i := strings.Index(list[from:], word)
		if i < 0 {
			break
		}
		i += from
		from = i + len(word)
		if (i == 0 || list[i-1] == ' ') && (from == len(list) || list[from] == ' ') {
			return true
		}
	}
	return false
}

// curlPlain are long options without a value that mean something here, or that
// others begin with.
const curlPlain = "get head verbose include compressed location next insecure fail silent"

// curlValued are curl's long options that take a value.
const curlValued = "" +
	"request header data data-ascii data-binary data-raw data-urlencode json form form-string url url-query user " +
	"oauth2-bearer cookie user-agent referer upload-file range config value output write-out dump-header max-time " +
	"proxy proxy-user cookie-jar continue-at cert help ftp-port quote telnet-option speed-limit speed-time " +
	"time-cond abstract-unix-socket alt-svc aws-sigv4 cacert capath cert-type ciphers connect-timeout connect-to " +
	"crlfile curves delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url ech egd-file engine " +
	"etag-compare etag-save expect100-timeout happy-eyeballs-timeout-ms haproxy-clientip hostpubmd5 hostpubsha256 " +
	"hsts interface ip-tos ipfs-gateway keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port " +
	"login-options mail-auth mail-from mail-rcpt max-filesize max-redirs netrc-file noproxy output-dir parallel-max " +
	"pass pinnedpubkey postquote preproxy prequote proto proto-default proto-redir proxy-cacert proxy-capath " +
	"proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass " +
	"proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser " +
	"proxy1.0 pubkey random-file rate request-target resolve retry retry-delay retry-max-time sasl-authzid " +
	"service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service socks5-hostname stderr tftp-blksize tls-max " +
	"tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket variable " +
	"vlan-priority"

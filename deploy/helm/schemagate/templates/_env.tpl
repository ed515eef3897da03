{{- define "schemagate.env" -}}
{{- $defaults := dict "AUTH" "required" "SCHEMA_DIR" "" }}
{{- $own := dict "HOST" "0.0.0.0" "DATA_DIR" "/data/schemagate" "FLAGS_FILE" "/etc/schemagate/flags/flags.yaml" }}
{{- $_ := set $own "SHUTDOWN_TIMEOUT_MS" (mul .Values.shutdownSeconds 1000) }}
{{- if eq .Values.store.engine "postgres" }}
{{- $_ := set $defaults "AUDIT_LOG" "stdout" }}
{{- $_ := set $own "DATABASE_URL_FILE" "/run/secrets/schemagate/database/url" }}
{{- $_ := set $own "DATABASE_REPLICAS" (ternary .Values.autoscaling.maxReplicas .Values.replicas .Values.autoscaling.enabled) }}
{{- end }}
{{- if .Values.tls.enabled }}
{{- $_ := set $own "TLS_CERT_FILE" "/run/secrets/schemagate/tls/tls.crt" }}
{{- $_ := set $own "TLS_KEY_FILE" "/run/secrets/schemagate/tls/tls.key" }}
{{- $_ := set $own "METRICS_TLS" "false" }}
{{- end }}
{{- range $name, $_ := .Values.secretSettings }}
{{- $_ := set $own (printf "%s_FILE" $name) (printf "/run/secrets/schemagate/settings/%s" $name) }}
{{- end }}
{{- range $name, $value := merge $own .Values.settings $defaults }}
- name: {{ $name }}
  value: {{ (kindIs "float64" $value | ternary (int64 $value) $value) | toString | quote }}
{{- end }}
{{- end }}

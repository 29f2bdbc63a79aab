{{/* Whole volumes and no `subPath`, so that changes arrive in the pods. */}}
{{- define "synthetic-exporter.mounts" -}}
- { name: config, mountPath: /etc/synthetic-exporter, readOnly: true }
- { name: storage, mountPath: /var/lib/synthetic-exporter }
{{- if .Values.webConfig.secret }}
- { name: web, mountPath: /web, readOnly: true }
{{- end }}
{{- range $index, $name := .Values.secrets }}
- { name: secret-{{ $index }}, mountPath: {{ printf "/secrets/%s" $name | quote }}, readOnly: true }
{{- end }}
{{- range $index, $name := .Values.configMaps }}
- { name: config-map-{{ $index }}, mountPath: {{ printf "/config-maps/%s" $name | quote }}, readOnly: true }
{{- end }}
{{- end }}

{{- define "synthetic-exporter.volumes" -}}
{{- if not .Values.storage.persistent -}}
- { name: storage, emptyDir: { sizeLimit: {{ .Values.storage.size }} } }
{{ end -}}
- name: config
  {{- with .Values.existingConfig }}
  {{- if .secret }}
  secret: { secretName: {{ .secret | quote }}, items: [{ key: {{ .key | quote }}, path: exporter.yml }] }
  {{- else if .configMap }}
  configMap: { name: {{ .configMap | quote }}, items: [{ key: {{ .key | quote }}, path: exporter.yml }] }
  {{- else }}
  configMap: { name: {{ include "synthetic-exporter.config-map" $ }} }
  {{- end }}
  {{- end }}
{{- with .Values.webConfig.secret }}
- { name: web, secret: { secretName: {{ . | quote }} } }
{{- end }}
{{- range $index, $name := .Values.secrets }}
- { name: secret-{{ $index }}, secret: { secretName: {{ $name | quote }} } }
{{- end }}
{{- range $index, $name := .Values.configMaps }}
- { name: config-map-{{ $index }}, configMap: { name: {{ $name | quote }} } }
{{- end }}
{{- end }}

{{- define "synthetic-exporter.config-map" -}}
{{ include "synthetic-exporter.fullname" . }}-{{ include "synthetic-exporter.component" . }}
{{- end }}

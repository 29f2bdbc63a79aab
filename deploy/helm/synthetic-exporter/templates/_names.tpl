{{- define "synthetic-exporter.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 52 | trimSuffix "-" }}
{{- end }}

{{/* 52, so that what Kubernetes makes of the name of a StatefulSet still fits into a label. */}}
{{- define "synthetic-exporter.fullname" -}}
{{- $name := include "synthetic-exporter.name" . }}
{{- $full := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) }}
{{- .Values.fullnameOverride | default $full | trunc 52 | trimSuffix "-" }}
{{- end }}

{{- define "synthetic-exporter.component" -}}
{{ gt (int .Values.shards) 0 | ternary "shards" "on-scrape" }}
{{- end }}

{{/*
Of the workload and its Service. Both kinds have names of their own: a Service cannot be made headless later, so that an
upgrade from one to the other would fail.
*/}}
{{- define "synthetic-exporter.workload" -}}
{{ include "synthetic-exporter.fullname" . }}{{ if eq (int .Values.shards) 0 }}-on-scrape{{ end }}
{{- end }}

{{- define "synthetic-exporter.selector" -}}
app.kubernetes.io/name: {{ include "synthetic-exporter.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: {{ include "synthetic-exporter.component" . }}
{{- end }}

{{- define "synthetic-exporter.labels" -}}
{{ include "synthetic-exporter.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "synthetic-exporter.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{- define "synthetic-exporter.monitoring-labels" -}}
{{ include "synthetic-exporter.labels" . }}
{{- with .Values.monitoring.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Where Prometheus asks, as a list: the shards by their names, so that one that is gone is `up == 0`. */}}
{{- define "synthetic-exporter.addresses" -}}
{{- $service := printf "%s.%s.svc:9115" (include "synthetic-exporter.workload" .) .Release.Namespace }}
{{- if eq (int .Values.shards) 0 }}
- {{ $service }}
{{- end }}
{{- range $shard := until (int .Values.shards) }}
- {{ printf "%s-%d.%s" (include "synthetic-exporter.workload" $) $shard $service }}
{{- end }}
{{- end }}

{{/* How often and by which way, for a ScrapeConfig. */}}
{{- define "synthetic-exporter.scraping" -}}
{{- with .Values.monitoring -}}
scrapeInterval: {{ .interval }}
scrapeTimeout: {{ .scrapeTimeout }}
{{- if ne .scheme "http" }}
scheme: {{ upper .scheme }}
{{- end }}
{{- with .authentication }}
{{ toYaml . }}
{{- end }}
{{- end }}
{{- end }}

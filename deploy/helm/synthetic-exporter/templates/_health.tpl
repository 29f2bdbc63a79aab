{{- define "synthetic-exporter.health" -}}
{{- if .Values.webConfig.secret -}}
# Kubernetes has no password and no certificate: the image's own check takes a demand for one for an answer.
startupProbe: { exec: &check { command: [node, bin/healthcheck.js] }, periodSeconds: 5, timeoutSeconds: 10, failureThreshold: 12 }
readinessProbe: { exec: *check, periodSeconds: 15, timeoutSeconds: 10 }
livenessProbe: { exec: *check, periodSeconds: 15, timeoutSeconds: 10 }
{{- else -}}
# A config of 100,000 targets takes 18 seconds to read.
startupProbe: { httpGet: { path: /-/ready, port: http }, periodSeconds: 2, failureThreshold: 30 }
readinessProbe: { httpGet: { path: /-/ready, port: http }, periodSeconds: 5 }
livenessProbe: { httpGet: { path: /-/healthy, port: http }, periodSeconds: 10, timeoutSeconds: 5 }
{{- end }}
{{- end }}

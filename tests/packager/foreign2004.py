"""A small sound SCORM 2004 package as another author makes it: sequencing of its own, and a shared collection."""

from __future__ import annotations

from tests.packager.foreign import FILES as FILES_12

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="MAN-1" version="1.1"
  xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
  xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"
  xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"
  xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="ORG-1">
    <organization identifier="ORG-1">
      <title>仓储安全</title>
      <item identifier="CLUSTER">
        <title>学习</title>
        <item identifier="ITEM-1" identifierref="RES-1">
          <title>第一课</title>
          <adlcp:timeLimitAction>exit,no message</adlcp:timeLimitAction>
          <adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8"/>
          <imsss:sequencing IDRef="SHARED">
            <imsss:objectives>
              <imsss:primaryObjective objectiveID="PRIMARY" satisfiedByMeasure="true">
                <imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure>
                <imsss:mapInfo targetObjectiveID="lesson" writeSatisfiedStatus="true"/>
              </imsss:primaryObjective>
            </imsss:objectives>
          </imsss:sequencing>
          <adlnav:presentation>
            <adlnav:navigationInterface><adlnav:hideLMSUI>previous</adlnav:hideLMSUI></adlnav:navigationInterface>
          </adlnav:presentation>
        </item>
        <imsss:sequencing>
          <imsss:controlMode choice="false" flow="true"/>
          <imsss:rollupRules objectiveMeasureWeight="0.5">
            <imsss:rollupRule childActivitySet="atLeastPercent" minimumPercent="0.5">
              <imsss:rollupConditions><imsss:rollupCondition condition="completed"/></imsss:rollupConditions>
              <imsss:rollupAction action="completed"/>
            </imsss:rollupRule>
          </imsss:rollupRules>
        </imsss:sequencing>
      </item>
      <item identifier="ITEM-2" identifierref="RES-2">
        <title>测验</title>
        <imsss:sequencing>
          <imsss:sequencingRules>
            <imsss:preConditionRule>
              <imsss:ruleConditions conditionCombination="any">
                <imsss:ruleCondition referencedObjective="before" operator="not" condition="satisfied"/>
              </imsss:ruleConditions>
              <imsss:ruleAction action="disabled"/>
            </imsss:preConditionRule>
            <imsss:postConditionRule>
              <imsss:ruleConditions>
                <imsss:ruleCondition condition="objectiveMeasureLessThan" measureThreshold="0.5"/>
              </imsss:ruleConditions>
              <imsss:ruleAction action="retry"/>
            </imsss:postConditionRule>
          </imsss:sequencingRules>
          <imsss:limitConditions attemptLimit="3"/>
          <imsss:objectives>
            <imsss:primaryObjective objectiveID="score"/>
            <imsss:objective objectiveID="before">
              <imsss:mapInfo targetObjectiveID="lesson" readNormalizedMeasure="false"/>
            </imsss:objective>
            <imsss:objective objectiveID="own">
              <imsss:mapInfo targetObjectiveID="own" writeSatisfiedStatus="true"/>
            </imsss:objective>
          </imsss:objectives>
        </imsss:sequencing>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="RES-1" type="webcontent" adlcp:scormType="sco" href="one/index.html?lang=zh">
      <file href="one/index.html"/>
      <file href="one/a%20b.png"/>
      <dependency identifierref="RES-3"/>
    </resource>
    <resource identifier="RES-2" type="webcontent" adlcp:scormType="sco" href="two/index.html">
      <file href="two/index.html"/>
    </resource>
    <resource identifier="RES-3" type="webcontent" adlcp:scormType="asset">
      <file href="shared/api.js"/>
    </resource>
  </resources>
  <imsss:sequencingCollection>
    <imsss:sequencing ID="SHARED">
      <imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>
    </imsss:sequencing>
  </imsss:sequencingCollection>
</manifest>
"""
FILES: dict[str, bytes] = {**FILES_12, "shared/api.js": b"window.parent.API_1484_11.Initialize('');"}
